import type { Acknowledged, Ledger } from '../ledger.ts'
import type { Difference } from '../verdict.ts'
import { type Fed, foreign } from './http-feed.ts'
import { checkOrder, type Step } from './order.ts'
import type { Precedes, Stream, StreamRecord } from './records.ts'

/**
 * Ledger of the batch target against the stream that a topic is copied to: every value is there, byte
 * for byte, at least as often as Kafka has acknowledged it, and no value that was never posted. First
 * copies of values of one partition key are in the order of their offsets.
 */
export function checkKafkaFeed(ledger: Ledger, stream: Stream, precedes: Precedes): Fed {
  const isOwn = ({ topic }: { readonly topic: string }) => topic === stream.topic
  const posted = Map.groupBy(ledger.acknowledged.filter(isOwn), ({ sha256 }) => sha256)
  const unknown = new Set(ledger.unknown.filter(isOwn).map(({ sha256 }) => sha256))
  const stored = Map.groupBy(stream.records, ({ sha256 }) => sha256)
  const differences: Difference[] = []
  const steps: Step[] = []
  for (const [sha256, acknowledged] of posted) {
    const copies = stored.get(sha256) ?? []
    differences.push(...lacking(acknowledged, copies.length))
    if (!unknown.has(sha256)) steps.push(...stepOf(acknowledged, copies, precedes))
  }
  let resent = 0
  for (const [sha256, copies] of stored) {
    const expected = posted.get(sha256)?.length ?? 0
    if (expected > 0 || unknown.has(sha256)) resent += Math.max(0, copies.length - expected)
    else differences.push(...copies.map(foreign))
  }
  return { resent, differences: [...differences, ...checkOrder(steps, precedes)] }
}

function lacking(acknowledged: readonly Acknowledged[], copies: number): Difference[] {
  return acknowledged.slice(copies).map(({ topic, partition, offset, sha256 }) => {
    const times = `${acknowledged.length} times in Kafka, ${copies} times in the stream`
    const what = `the value ${sha256.slice(0, 12)} is ${times}`
    return { kind: 'missing', topic, partition, offset, what }
  })
}

/**
 * A value's first copy, at its first offset. Nothing can be told of a value that lies in several
 * partitions, nor of one whose first offset an attempt of unknown outcome may have taken.
 */
function stepOf(
  acknowledged: readonly Acknowledged[],
  copies: readonly StreamRecord[],
  precedes: Precedes,
): Step[] {
  const [one] = acknowledged
  const [first, ...others] = copies
  if (!one || !first || acknowledged.some(({ partition }) => partition !== one.partition)) return []
  const record = others.reduce((best, copy) => (precedes(copy, best) ? copy : best), first)
  const offset = acknowledged.reduce((least, ack) => Math.min(least, ack.offset), one.offset)
  return [{ record, key: `${one.partition} ${record.partitionKey}`, from: offset, to: offset }]
}
