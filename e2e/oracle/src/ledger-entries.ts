import { jsonObject } from './json.ts'
import { checkEnd, countOf, type Entry, nameOf, type Totals } from './ledger-end.ts'
import type { Difference } from './verdict.ts'

/** An attempt that may have stored one record that nobody was told of; of a stream its name is the topic. */
export interface Attempt {
  readonly post: number
  readonly topic: string
  readonly sha256: string
}

/** What the lines of a ledger must hold for the judge to use them. */
export type Fields = Readonly<Record<string, 'number' | 'string'>>

/** What names a record. */
export const RECORD_FIELDS: Fields = { post: 'number', topic: 'string', sha256: 'string' }

/** A ledger's lines in their order, what they come to, and what is wrong with them. */
export interface Entries {
  readonly entries: readonly Entry[]
  readonly unknown: readonly Attempt[]
  readonly counted: Totals
  readonly differences: readonly Difference[]
}

/** Reads the lines of a ledger; `ack` is what an acknowledgement must hold to tell a place. */
export function readEntries(text: string, ack: Fields): Entries {
  const unreadable: Difference[] = []
  const entries = text.split('\n').flatMap((line, at) => {
    if (line === '') return []
    const entry = parseEntry(line, { ...FIELDS, ack })
    if (entry) return [entry]
    unreadable.push({ kind: 'ledger-unreadable', what: `line ${at + 1} is not a ledger line` })
    return []
  })
  const told = entries.filter(({ type }) => type === 'unknown')
  const unknown = [...told, ...unsettled(entries)] as unknown as Attempt[]
  const counted = countOf(entries)
  return { entries, unknown, counted, differences: [...unreadable, ...checkEnd(entries, counted)] }
}

const FIELDS: Readonly<Record<string, Fields>> = {
  unknown: RECORD_FIELDS,
  sent: RECORD_FIELDS,
  failed: { post: 'number', topic: 'string' },
  end: {
    posts: 'number',
    sent: 'number',
    acknowledged: 'number',
    unknown: 'number',
    failed: 'number',
  },
}

function parseEntry(line: string, types: Readonly<Record<string, Fields>>): Entry | undefined {
  const entry = jsonObject(line)
  const fields = types[String(entry?.type)]
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

/** The records of `extra` that no attempt explains, one record an attempt; `nameOf` gives topic and digest. */
export function notExplained<Item>(
  attempts: readonly Attempt[],
  extra: readonly Item[],
  nameOf: (item: Item) => string,
): Item[] {
  const left = new Map<string, number>()
  for (const { topic, sha256 } of attempts) {
    const name = `${topic} ${sha256}`
    left.set(name, (left.get(name) ?? 0) + 1)
  }
  return extra.filter((item) => {
    const open = left.get(nameOf(item)) ?? 0
    left.set(nameOf(item), open - 1)
    return open <= 0
  })
}
