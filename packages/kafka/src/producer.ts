import { ByteBudget, type Timing } from '@pinpipe/delivery'
import { unknownPartition } from './cluster.ts'
import { KafkaError } from './errors.ts'
import type { TopicInfo } from './metadata.ts'
import { type BatchOptions, PartitionQueue, type PendingRecord } from './partition-queue.ts'
import { partitionForKey, StickyPartitions } from './partitioner.ts'
import type { ProduceTransport } from './produce-transport.ts'
import type { Outcome, ProduceRecord, RecordProducer } from './record.ts'
import { BATCH_OVERHEAD_BYTES, recordSizeBound } from './record-batch.ts'
import { RequestMerger } from './request-merger.ts'
import type { TopicCache } from './topic-cache.ts'

/** How the producer batches, retries and holds back. */
export interface ProducerOptions extends BatchOptions {
  /** Bytes that may be waiting or on their way; one call is always let in when there are none. */
  readonly maxInFlightBytes: number
  /** Milliseconds for which a record that surely was not stored is tried again. */
  readonly retryForMs: number
}

/** What the producer works with. */
export interface ProducerPorts {
  readonly topics: TopicCache
  readonly transport: ProduceTransport
  readonly timing: Timing
}

/**
 * Batches the records of all callers by partition. A request that was sent and not answered is never
 * sent again: its records get the outcome KAFKA_OUTCOME_UNKNOWN.
 */
export class BatchingProducer implements RecordProducer {
  readonly #options: ProducerOptions
  readonly #ports: ProducerPorts
  readonly #merger: RequestMerger
  readonly #budget: ByteBudget
  readonly #sticky: StickyPartitions
  readonly #queues = new Map<string, PartitionQueue>()
  readonly #calls = new Set<Promise<unknown>>()
  #closed = false

  constructor(options: ProducerOptions, ports: ProducerPorts) {
    this.#options = options
    this.#ports = ports
    this.#merger = new RequestMerger(ports.transport)
    this.#budget = new ByteBudget(options.maxInFlightBytes)
    this.#sticky = new StickyPartitions(ports.timing.random)
  }

  /** Bytes waiting or on their way. */
  get bytesInFlight(): number {
    return this.#budget.used
  }

  async produce(topic: string, records: readonly ProduceRecord[]): Promise<readonly Outcome[]> {
    if (this.#closed) throw new KafkaError('KAFKA_CLOSED', 'The producer has been closed.')
    const sizes = records.map(recordSizeBound)
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    if (!this.#budget.take(bytes)) throw overloaded(this.#options.maxInFlightBytes)
    const call = this.#enqueue(topic, records, sizes)
    this.#calls.add(call)
    try {
      return await call
    } finally {
      this.#calls.delete(call)
      this.#budget.give(bytes)
    }
  }

  /** Takes no more records and waits until every accepted one has its outcome. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#calls)
  }

  async #enqueue(
    topic: string,
    records: readonly ProduceRecord[],
    sizes: readonly number[],
  ): Promise<Outcome[]> {
    const info = await this.#ports.topics.topic(topic)
    const deadline = this.#ports.timing.now() + this.#options.retryForMs
    const outcomes = new Array<Outcome>(records.length)
    let open = records.length
    const done = Promise.withResolvers<void>()
    const byPartition = new Map<number, PendingRecord[]>()
    records.forEach((record, index) => {
      const size = sizes[index] as number
      const settle = (outcome: Outcome) => {
        outcomes[index] = outcome
        open -= 1
        if (open === 0) done.resolve()
      }
      const partition = this.#partitionOf(info, record)
      const error = this.#refusal(info, partition, size)
      if (error) settle({ error })
      else append(byPartition, partition, { record, size, deadline, settle })
    })
    for (const [partition, items] of byPartition) this.#queue(topic, partition).add(items)
    if (open > 0) await done.promise
    return outcomes
  }

  #partitionOf({ name, partitions }: TopicInfo, { partition, key }: ProduceRecord): number {
    if (partition !== undefined) return partition
    if (key !== null) return partitionForKey(key, partitions.length)
    return this.#sticky.get(name, available(partitions))
  }

  #refusal({ name, partitions }: TopicInfo, partition: number, size: number) {
    if (!partitions.some((known) => known.partition === partition))
      return unknownPartition(name, partition)
    const { maxBatchBytes } = this.#options
    return size + BATCH_OVERHEAD_BYTES > maxBatchBytes ? tooLarge(size, maxBatchBytes) : undefined
  }

  #queue(topic: string, partition: number): PartitionQueue {
    const key = `${topic}/${partition}`
    let queue = this.#queues.get(key)
    if (queue === undefined) {
      const { topics, timing } = this.#ports
      const onBatch = () => this.#sticky.rotate(topic, partition)
      const ports = { topics, merger: this.#merger, timing, onBatch }
      queue = new PartitionQueue(topic, partition, this.#options, ports)
      this.#queues.set(key, queue)
    }
    return queue
  }
}

/** Partitions that have a leader; all when none has, so that the record fails with that reason. */
function available(partitions: TopicInfo['partitions']): number[] {
  const led = partitions.filter(({ leaderAddress }) => leaderAddress !== undefined)
  return (led.length > 0 ? led : partitions).map(({ partition }) => partition)
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

function overloaded(limit: number): KafkaError {
  return new KafkaError(
    'KAFKA_OVERLOADED',
    'Too much is waiting to be produced: try again in a moment.',
    { retriable: true, facts: { limit } },
  )
}

function tooLarge(size: number, limit: number): KafkaError {
  return new KafkaError(
    'KAFKA_RECORD_TOO_LARGE',
    `The record takes up to ${size} bytes with its framing; a batch may have ${limit}.`,
    { facts: { size, limit } },
  )
}
