import type { Timing } from '@pinpipe/delivery'
import { KafkaError } from '../../src/errors.ts'
import { type TopicInfo, unknownTopic } from '../../src/metadata.ts'
import type { PartitionRecords } from '../../src/produce-request.ts'
import {
  outcomeUnknown,
  type PartitionResult,
  type ProduceTransport,
} from '../../src/produce-transport.ts'
import { BatchingProducer, type ProducerOptions } from '../../src/producer.ts'
import { TopicCache } from '../../src/topic-cache.ts'

/** What the fake broker does with a request instead of storing it. */
export type Fault = 'not sent' | 'no answer' | { readonly error: KafkaError }

/** A cluster of one broker in memory: stores batches whole, and fails as it is told. */
export class FakeKafka implements ProduceTransport {
  readonly topics = new Map<string, number>([['t', 1]])
  /** Every request that reached the broker, as `topic/partition:records`. */
  readonly requests: string[][] = []
  readonly stored = new Map<string, string[]>()
  readonly faults: Fault[] = []
  /** The largest batch that the broker takes. */
  maxBatchBytes = Number.POSITIVE_INFINITY
  /** While set, requests wait for it. */
  gate: Promise<void> | undefined

  async topic(name: string): Promise<TopicInfo> {
    const count = this.topics.get(name)
    if (count === undefined) throw unknownTopic(name)
    const leaderAddress = { host: 'broker', port: 1 }
    const partitions = Array.from({ length: count }, (_, partition) => ({
      partition,
      leader: 1,
      leaderAddress,
      replicas: [1],
      inSync: [1],
    }))
    return { name, partitions }
  }

  async send(_to: unknown, parts: readonly PartitionRecords[]): Promise<PartitionResult[]> {
    const fault = this.faults.shift()
    if (fault === 'not sent') throw new KafkaError('KAFKA_UNAVAILABLE', 'down', { retriable: true })
    this.requests.push(
      parts.map((part) => `${part.topic}/${part.partition}:${countOf(part.batch)}`),
    )
    await this.gate
    const results = parts.map((part) => (typeof fault === 'object' ? fault : this.#store(part)))
    if (fault === 'no answer') throw outcomeUnknown('cut off')
    return results
  }

  #store({ topic, partition, batch }: PartitionRecords): PartitionResult {
    if (batch.length > this.maxBatchBytes)
      return {
        error: new KafkaError('KAFKA_RECORD_TOO_LARGE', 'too large', { facts: { brokerCode: 10 } }),
      }
    const key = `${topic}/${partition}`
    const log = this.stored.get(key) ?? []
    this.stored.set(key, log)
    const baseOffset = log.length
    log.push(...valuesOf(batch))
    return { baseOffset }
  }
}

/** A clock that moves only when something sleeps. */
export function fakeTiming(): Timing & { time: number } {
  return {
    time: 0,
    now() {
      return this.time
    },
    random: () => 0.5,
    async sleep(ms) {
      this.time += ms
    },
  }
}

export function fakeProducer(kafka: FakeKafka, options: Partial<ProducerOptions> = {}) {
  const timing = fakeTiming()
  const producer = new BatchingProducer(
    {
      maxBatchRecords: 1_000,
      maxBatchBytes: 1_000_000,
      compression: 'none',
      maxInFlightBytes: 10_000_000,
      retryForMs: 5_000,
      ...options,
    },
    { topics: new TopicCache(kafka, () => timing.now()), transport: kafka, timing },
  )
  return { producer, timing }
}

/** A record without a key. */
export const text = (value: string, partition?: number) => ({
  key: null,
  value: Buffer.from(value),
  ...(partition !== undefined && { partition }),
})

/** The error for an answer of the broker. */
export const refused = (brokerCode: number, retriable = true): Fault => ({
  error: new KafkaError('KAFKA_PROTOCOL', 'refused', { retriable, facts: { brokerCode } }),
})

const countOf = (batch: Buffer) => batch.readInt32BE(57)

/** Values of an uncompressed batch whose records have neither key nor headers and short fields. */
function valuesOf(batch: Buffer): string[] {
  const values: string[] = []
  let at = 61
  const varint = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = batch[at++] as number
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1)
    }
  }
  while (values.length < countOf(batch)) {
    const end = varint() + at
    at += 2
    varint()
    const keyLength = varint()
    at += Math.max(0, keyLength)
    const length = varint()
    values.push(length < 0 ? '<null>' : batch.toString('utf8', at, at + length))
    at = end
  }
  return values
}
