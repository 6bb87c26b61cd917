import { type Attempt, type Fields, RECORD_FIELDS, readEntries } from './ledger-entries.ts'
import type { Difference } from './verdict.ts'

/** A delivered record: where Kafka put it, and the SHA-256 (hex) of its value bytes. */
export interface Acknowledged {
  readonly post: number
  readonly topic: string
  readonly partition: number
  readonly offset: number
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
  const { entries, unknown, counted, differences } = readEntries(text, ACK_FIELDS)
  const acknowledged = entries.filter(({ type }) => type === 'ack') as unknown as Acknowledged[]
  const { posts, sent, failed } = counted
  const faults = [...differences, ...givenTwice(acknowledged)]
  return { posts, sent, acknowledged, unknown, failed, differences: faults }
}

const ACK_FIELDS: Fields = {
  ...RECORD_FIELDS,
  ...{ partition: 'number', offset: 'number' },
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
