import { notExplained } from '../ledger-entries.ts'
import type { Difference } from '../verdict.ts'
import type { StreamLedger } from './ledger.ts'
import { checkOrder, type Step } from './order.ts'
import { nameOf, type Precedes, type Stream, type StreamRecord } from './records.ts'

/** How the streams differ from what was fed into them, and how many records are copies of others. */
export interface Fed {
  /** Records beyond those acknowledged, which a delivery that is at least once explains. */
  readonly resent: number
  readonly differences: readonly Difference[]
}

/**
 * Ledger of the stream target against a stream: every acknowledged (shard, sequence number) is there
 * once with its bytes, and nothing else is, but what an attempt of unknown outcome explains. What was
 * acknowledged before another record of its partition key was put, by the attempt that succeeded, lies
 * before that one.
 */
export function checkHttpFeed(ledger: StreamLedger, stream: Stream, precedes: Precedes): Fed {
  const acknowledged = ledger.acknowledged.filter(({ topic }) => topic === stream.name)
  const open = Map.groupBy(stream.records, placeOf)
  const differences: Difference[] = []
  const steps: Step[] = []
  for (const { sha256, sentAt, ackedAt, ...ack } of acknowledged) {
    const place = `${ack.shard}+${ack.sequence_number}`
    const found = open.get(place) ?? []
    open.delete(place)
    const [record] = found
    const at = { stream: ack.topic, shard: ack.shard, sequenceNumber: ack.sequence_number }
    for (const fault of faultsOf(sha256, found)) differences.push({ ...fault, ...at })
    if (record) steps.push({ record, key: record.partitionKey, from: sentAt, to: ackedAt })
  }
  const extra = [...open.values()].flat()
  const unexplained = notExplained(ledger.unknown, extra, (r) => `${r.stream} ${r.sha256}`)
  differences.push(...unexplained.map(foreign), ...checkOrder(steps, precedes))
  return { resent: extra.length - unexplained.length, differences }
}

const placeOf = ({ shard, sequenceNumber }: StreamRecord): string => `${shard}+${sequenceNumber}`

function faultsOf(sha256: string, found: readonly StreamRecord[]): Difference[] {
  if (found.length === 0) {
    return [{ kind: 'missing', what: 'an acknowledged record is not in the stream' }]
  }
  const differences: Difference[] = []
  if (found.length > 1) {
    const what = `${found.length} records have the sequence number of an acknowledged one`
    differences.push({ kind: 'duplicate', what })
  }
  if (found.some((record) => record.sha256 !== sha256)) {
    differences.push({ kind: 'altered', what: 'the stream holds other bytes than acknowledged' })
  }
  return differences
}

/** A record that nobody has posted. */
export function foreign(record: StreamRecord): Difference {
  const { stream, shard, sequenceNumber } = record
  const what = `${nameOf(record)} is neither acknowledged nor of unknown outcome`
  return { kind: 'unexplained', stream, shard, sequenceNumber, what }
}
