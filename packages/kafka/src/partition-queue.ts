import { setImmediate as nextTurn } from 'node:timers/promises'
import { type RetryDecision, type Timing, withRetry } from '@pinpipe/delivery'
import { noLeader, unknownPartition } from './cluster.ts'
import type { CompressionName } from './codecs.ts'
import { KafkaError, translateKafkaError } from './errors.ts'
import type { Outcome, ProduceRecord } from './record.ts'
import { BATCH_OVERHEAD_BYTES, encodeRecordBatch } from './record-batch.ts'
import type { RequestMerger } from './request-merger.ts'
import type { TopicCache } from './topic-cache.ts'

/** A record on its way, and where its outcome goes. */
export interface PendingRecord {
  readonly record: ProduceRecord
  /** Upper bound of its encoded bytes. */
  readonly size: number
  /** Time, by `Timing.now`, after which it is not tried again. */
  readonly deadline: number
  readonly settle: (outcome: Outcome) => void
}

/** How large batches get, how long they wait and how they are retried. */
export interface BatchOptions {
  readonly maxBatchRecords: number
  /** Bytes of one batch before compression; the broker's message size. */
  readonly maxBatchBytes: number
  readonly compression: CompressionName
}

/** What a queue works with. */
export interface QueuePorts {
  readonly topics: TopicCache
  readonly merger: RequestMerger
  readonly timing: Timing
  /** Told when a batch of the partition has been closed. */
  readonly onBatch: (topic: string, partition: number) => void
}

const BACKOFF = { baseMs: 50, capMs: 1_000 }

/**
 * The records for one partition, in order: one batch is on its way at a time, and what arrives
 * meanwhile makes the next one, so batches grow with the load and an idle partition waits for nothing.
 */
export class PartitionQueue {
  readonly #topic: string
  readonly #partition: number
  readonly #options: BatchOptions
  readonly #ports: QueuePorts
  readonly #items: PendingRecord[] = []
  #maxBytes: number
  #running = false

  constructor(topic: string, partition: number, options: BatchOptions, ports: QueuePorts) {
    this.#topic = topic
    this.#partition = partition
    this.#options = options
    this.#ports = ports
    this.#maxBytes = options.maxBatchBytes
  }

  add(items: readonly PendingRecord[]): void {
    for (const item of items) this.#items.push(item)
    if (!this.#running) void this.#run()
  }

  async #run(): Promise<void> {
    this.#running = true
    await nextTurn()
    while (this.#items.length > 0) {
      const batch = this.#cut()
      this.#ports.onBatch(this.#topic, this.#partition)
      const result = await this.#deliver(batch).catch(translateKafkaError)
      if (result instanceof KafkaError) this.#failed(batch, result)
      else settleStored(batch, this.#partition, result)
    }
    this.#running = false
  }

  #cut(): PendingRecord[] {
    let bytes = BATCH_OVERHEAD_BYTES
    let count = 0
    for (const { size } of this.#items) {
      if (count > 0 && (bytes + size > this.#maxBytes || count >= this.#options.maxBatchRecords))
        break
      bytes += size
      count += 1
    }
    return this.#items.splice(0, count)
  }

  /** The offset of the batch's first record. */
  async #deliver(batch: readonly PendingRecord[]): Promise<number> {
    const { topics, merger, timing } = this.#ports
    const records = batch.map(({ record }) => record)
    const encoded = await encodeRecordBatch(records, Date.now(), this.#options.compression)
    const part = { topic: this.#topic, partition: this.#partition, batch: encoded }
    const forMs = Math.max(0, (batch[0] as PendingRecord).deadline - timing.now())
    const attempt = async () => {
      const result = await merger.send(await this.#leader(), part)
      if ('error' in result) throw result.error
      return result.baseOffset
    }
    return withRetry(attempt, {
      policy: { ...BACKOFF, forMs },
      decide: retryIfNotStored,
      timing,
      onRetry: () => topics.forget(this.#topic),
    })
  }

  async #leader() {
    const { partitions } = await this.#ports.topics.topic(this.#topic)
    const found = partitions.find(({ partition }) => partition === this.#partition)
    if (!found) throw unknownPartition(this.#topic, this.#partition)
    if (!found.leaderAddress) throw noLeader(this.#topic, this.#partition)
    return found.leaderAddress
  }

  #failed(batch: readonly PendingRecord[], error: KafkaError): void {
    if (error.code === 'KAFKA_RECORD_TOO_LARGE' && batch.length > 1) {
      this.#maxBytes = Math.ceil(batch.reduce((sum, { size }) => sum + size, 0) / 2)
      this.#items.unshift(...batch)
      return
    }
    this.#ports.topics.forget(this.#topic)
    for (const { settle } of batch) settle({ error })
    if (error.code === 'KAFKA_UNAVAILABLE') this.#expire(error)
  }

  /** Records that waited behind the failed batch past their own time share its fate, tried no more. */
  #expire(error: KafkaError): void {
    const now = this.#ports.timing.now()
    const late = this.#items.findIndex(({ deadline }) => deadline > now)
    for (const { settle } of this.#items.splice(0, late === -1 ? this.#items.length : late))
      settle({ error })
  }
}

function settleStored(batch: readonly PendingRecord[], partition: number, base: number): void {
  batch.forEach(({ settle }, index) => {
    settle({ partition, offset: base + index })
  })
}

/**
 * Answers by which a broker refuses a batch before it stores anything, and that pass by themselves:
 * UNKNOWN_TOPIC_OR_PARTITION, LEADER_NOT_AVAILABLE, NOT_LEADER_OR_FOLLOWER, NOT_ENOUGH_REPLICAS,
 * FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH.
 */
const REFUSED_FOR_NOW = new Set<unknown>([3, 5, 6, 19, 74, 76])

/** Only what surely was not stored may be sent again. */
function retryIfNotStored(error: unknown): RetryDecision {
  const { code, retriable, facts } = translateKafkaError(error)
  const unsent = code === 'KAFKA_UNAVAILABLE' && retriable
  return { retry: unsent || REFUSED_FOR_NOW.has(facts.brokerCode) }
}
