import { jsonObject } from './json.ts'
import { checkEnd, countOf, type Entry, nameOf } from './ledger-end.ts'
import type { Difference } from './verdict.ts'

/** A delivered record: where Kafka put it, and the SHA-256 (hex) of its value bytes. */
export interface Acknowledged {
  readonly post: number
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly sha256: string
}

/** An attempt that may have stored one record that nobody was told of. */
export interface Attempt {
  readonly post: number
  readonly topic: string
  readonly sha256: string
}

/** The emulator's account of one run, and what is wrong with it. */
export interface Ledger {
  readonly posts: number
  readonly sent: number
  readonly acknowledged: readonly Acknowledged[]
  /** Attempts of unknown outcome: each explains at most one record that no acknowledgement names. */
  readonly unknown: readonly Attempt[]
  readonly failed: number
  readonly differences: readonly Difference[]
}

/**
 * Reads a ledger: JSON lines of type sent, ack, unknown, failed and, last, end. A record's `sent` with
 * nothing after it counts as an attempt of unknown outcome: its writer was cut off.
 */
export function parseLedger(text: string): Ledger {
  const differences: Difference[] = []
  const entries = text.split('\n').flatMap((line, at) => {
    if (line === '') return []
    const entry = parseEntry(line)
    if (entry) return [entry]
    differences.push({ kind: 'ledger-unreadable', what: `line ${at + 1} is not a ledger line` })
    return []
  })
  const of = (type: string) => entries.filter((entry) => entry.type === type)
  const acknowledged = of('ack') as unknown as Acknowledged[]
  const unknown = [...of('unknown'), ...unsettled(entries)] as unknown as Attempt[]
  const counted = countOf(entries)
  differences.push(...checkEnd(entries, counted), ...givenTwice(acknowledged))
  const { posts, sent, failed } = counted
  return { posts, sent, acknowledged, unknown, failed, differences }
}

/** What each type of line must hold for the judge to use it. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, 'number' | 'string'>>>> = {
  ack: { post: 'number', topic: 'string', partition: 'number', offset: 'number', sha256: 'string' },
  unknown: { post: 'number', topic: 'string', sha256: 'string' },
  sent: { post: 'number', topic: 'string', sha256: 'string' },
  failed: { post: 'number', topic: 'string' },
  end: {
    posts: 'number',
    sent: 'number',
    acknowledged: 'number',
    unknown: 'number',
    failed: 'number',
  },
}

function parseEntry(line: string): Entry | undefined {
  const entry = jsonObject(line)
  const fields = FIELDS[String(entry?.type)]
  const fits =
    fields && Object.entries(fields).every(([name, type]) => typeof entry?.[name] === type)
  return fits ? entry : undefined
}

/** The last `sent` of each record that has no line after it. */
function unsettled(entries: readonly Entry[]): Entry[] {
  const open = new Map<string, Entry>()
  for (const entry of entries) {
    const record = nameOf(entry)
    if (entry.type === 'sent') open.set(record, entry)
    else open.delete(record)
  }
  return [...open.values()]
}

function givenTwice(acknowledged: readonly Acknowledged[]): Difference[] {
  const seen = new Set<string>()
  return acknowledged.flatMap(({ topic, partition, offset }) => {
    const place = `${topic}+${partition}+${offset}`
    if (!seen.has(place)) {
      seen.add(place)
      return []
    }
    const what = `two records were acknowledged with offset ${offset}`
    return [{ kind: 'offset-acknowledged-twice', topic, partition, offset, what } as const]
  })
}
