import type { HashRange } from './hash-range.ts'
import { type LogRecord, type ReadLimit, RecordLog } from './record-log.ts'
import type { Sequencer } from './sequencer.ts'
import { TokenBucket } from './token-bucket.ts'

/** Which of a shard's quotas are enforced. */
export interface ShardLimits {
  /** 1 MiB and 1,000 records a second. */
  readonly writes: boolean
  /** 5 GetRecords calls and 2 MiB a second. */
  readonly reads: boolean
}

/** A record on its way into a shard; see `LogRecord`. */
export type NewRecord = Pick<LogRecord, 'partitionKey' | 'data' | 'bytes'>

/** What makes a shard. */
export interface ShardSpec {
  /** Counts the stream's shards from 0. */
  readonly ordinal: number
  readonly range: HashRange
  /** None, the one that was split, or the two that were merged. */
  readonly parents: readonly string[]
  readonly limits: ShardLimits
}

const MEBIBYTE = 1024 * 1024

/** One shard: its place among the hash keys and in the lineage, its records and its quotas. */
export class Shard {
  readonly id: string
  readonly ordinal: number
  readonly range: HashRange
  readonly parents: readonly string[]
  readonly openedAt: number
  /** No other shard has it, whatever its stream or name: it tells a shard of a stream that was made again. */
  readonly startingSequenceNumber: string
  readonly log = new RecordLog()
  /** While true every write and read exceeds the throughput, whatever the limits say. */
  throttled = false
  /** Set once, when the shard was split or merged. */
  closed: { readonly at: number; readonly endingSequenceNumber: string } | undefined

  readonly #sequencer: Sequencer
  readonly #limits: ShardLimits
  readonly #writtenRecords = new TokenBucket(1000)
  readonly #writtenBytes = new TokenBucket(MEBIBYTE)
  readonly #readCalls = new TokenBucket(5)
  readonly #readBytes = new TokenBucket(2 * MEBIBYTE)

  constructor(spec: ShardSpec, sequencer: Sequencer, nowMs: number) {
    this.ordinal = spec.ordinal
    this.id = `shardId-${String(spec.ordinal).padStart(12, '0')}`
    this.range = spec.range
    this.parents = spec.parents
    this.openedAt = nowMs
    this.startingSequenceNumber = sequencer.next(nowMs, spec.ordinal)
    this.#sequencer = sequencer
    this.#limits = spec.limits
  }

  /** Stores a record and gives its sequence number; undefined when that exceeds the throughput. */
  put(record: NewRecord, nowMs: number): string | undefined {
    if (this.throttled || (this.#limits.writes && !this.#spendWrite(record.bytes, nowMs))) return
    const sequenceNumber = this.#sequencer.next(nowMs, this.ordinal)
    const { partitionKey, data, bytes } = record
    this.log.append({ sequenceNumber, partitionKey, data, arrivedAt: nowMs, bytes })
    return sequenceNumber
  }

  /** What `RecordLog.read` gives; undefined when a read exceeds the throughput. */
  read(position: number, limit: ReadLimit, nowMs: number) {
    if (this.throttled || (this.#limits.reads && !this.#mayRead(nowMs))) return
    const read = this.log.read(position, limit)
    this.#readCalls.spend(1)
    this.#readBytes.spend(read.bytes)
    return read
  }

  close(nowMs: number): void {
    const endingSequenceNumber = this.#sequencer.next(nowMs, this.ordinal)
    this.closed = { at: nowMs, endingSequenceNumber }
  }

  #spendWrite(bytes: number, nowMs: number): boolean {
    if (!this.#writtenRecords.has(1, nowMs) || !this.#writtenBytes.has(bytes, nowMs)) return false
    this.#writtenRecords.spend(1)
    this.#writtenBytes.spend(bytes)
    return true
  }

  #mayRead(nowMs: number): boolean {
    return this.#readCalls.has(1, nowMs) && this.#readBytes.has(1, nowMs)
  }
}
