import { type Entry, nameOf } from '../ledger-end.ts'
import { type Attempt, type Fields, RECORD_FIELDS, readEntries } from '../ledger-entries.ts'
import type { Difference } from '../verdict.ts'

/** A record that Kinesis has acknowledged to the emulator; the stream's name is the topic. */
export interface StreamAck {
  readonly topic: string
  readonly shard: string
  readonly sequence_number: string
  readonly sha256: string
  /** Lines of the ledger, from 0: the attempt that was acknowledged, and its acknowledgement. */
  readonly sentAt: number
  readonly ackedAt: number
}

/** The emulator's account of a run that posted to streams, and what is wrong with it. */
export interface StreamLedger {
  readonly sent: number
  /** In the order of the ledger. */
  readonly acknowledged: readonly StreamAck[]
  readonly unknown: readonly Attempt[]
  readonly differences: readonly Difference[]
}

/** Reads the ledger of the emulator's stream target. */
export function parseStreamLedger(text: string): StreamLedger {
  const { entries, unknown, counted, differences } = readEntries(text, ACK_FIELDS)
  const acknowledged = acksOf(entries)
  const faults = [...differences, ...givenTwice(acknowledged)]
  return { sent: counted.sent, acknowledged, unknown, differences: faults }
}

const ACK_FIELDS: Fields = {
  ...RECORD_FIELDS,
  ...{ shard: 'string', sequence_number: 'string' },
}

function acksOf(entries: readonly Entry[]): StreamAck[] {
  const lastSent = new Map<string, number>()
  return entries.flatMap((entry, at) => {
    const name = nameOf(entry)
    if (entry.type === 'sent') lastSent.set(name, at)
    if (entry.type !== 'ack') return []
    return [{ ...(entry as unknown as StreamAck), sentAt: lastSent.get(name) ?? at, ackedAt: at }]
  })
}

function givenTwice(acknowledged: readonly StreamAck[]): Difference[] {
  const seen = new Set<string>()
  return acknowledged.flatMap(({ topic: stream, shard, sequence_number: sequenceNumber }) => {
    const place = `${stream}+${shard}+${sequenceNumber}`
    if (!seen.has(place)) {
      seen.add(place)
      return []
    }
    const what = 'two records were acknowledged with one sequence number'
    return [{ kind: 'place-acknowledged-twice', stream, shard, sequenceNumber, what } as const]
  })
}
