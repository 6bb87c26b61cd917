import { type Difference, KINDS } from './verdict.ts'

/** A line of the ledger. */
export type Entry = Readonly<Record<string, unknown>>

/** The totals of a run. */
const TOTALS = ['posts', 'sent', 'acknowledged', 'unknown', 'failed'] as const
export type Totals = Readonly<Record<(typeof TOTALS)[number], number>>

/** A record by its post and topic. */
export const nameOf = ({ post, topic }: Entry): string => `${String(post)} ${String(topic)}`

/** The totals that the lines before the end line come to; a record counts once as sent. */
export function countOf(entries: readonly Entry[]): Totals {
  const records = entries.filter(({ type }) => type !== 'end')
  const count = (wanted: string) => records.filter(({ type }) => type === wanted).length
  return {
    posts: new Set(records.map(({ post }) => post)).size,
    sent: new Set(records.map(nameOf)).size,
    acknowledged: count('ack'),
    unknown: count('unknown'),
    failed: count('failed'),
  }
}

/**
 * The end line is there once, last, and tells what the lines come to: three records a post, each
 * settled once, by an acknowledgement or a failure.
 */
export function checkEnd(entries: readonly Entry[], counted: Totals): Difference[] {
  const end = entries.find(({ type }) => type === 'end')
  if (!end) return [incomplete('the ledger has no end line: its run was cut off')]
  const totals = TOTALS.filter((name) => end[name] !== counted[name])
  return [
    ...totals.map((name) =>
      incomplete(`the end line says ${String(end[name])} ${name}, the lines ${counted[name]}`),
    ),
    ...(end === entries.at(-1) ? [] : [incomplete('the ledger goes on after its end line')]),
    ...checkSettled(entries, counted),
  ]
}

function checkSettled(entries: readonly Entry[], { posts, sent }: Totals): Difference[] {
  const settled = entries.filter(({ type }) => type === 'ack' || type === 'failed').map(nameOf)
  const records = new Set(settled).size
  const faults = {
    [`${sent - records} records are neither acknowledged nor failed`]: sent > records,
    [`${settled.length - records} records are settled a second time`]: settled.length > records,
    [`${posts} posts have ${sent} records, not ${KINDS.length} each`]:
      sent !== posts * KINDS.length,
  }
  return Object.keys(faults).flatMap((what) => (faults[what] ? [incomplete(what)] : []))
}

const incomplete = (what: string): Difference => ({ kind: 'ledger-incomplete', what })
