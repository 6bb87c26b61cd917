import type { IHeaders } from 'kafkajs'
import type { KafkaError } from '../errors.ts'

/** One partition of one topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** A record as it was stored. Its bytes are slices of a larger response: copy what is kept. */
export interface ConsumedRecord {
  readonly offset: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: IHeaders
  /** Kafka's record time, epoch ms. */
  readonly timestamp: number
}

/** Consecutive records of one partition. */
export interface RecordBatch extends TopicPartition {
  /** In offset order; offsets may have gaps, and there may be none where all were control records. */
  readonly records: readonly ConsumedRecord[]
  /** The offset after the batch: where the next one begins. */
  readonly next: number
}

/** What the owner of the records does with them; both calls return at once. */
export interface GroupHandler {
  /** A new generation: every position is back at its committed offset, for kept partitions too. */
  assigned(partitions: readonly TopicPartition[]): void
  /** Batches of a partition follow each other without overlap and without unreported gap. */
  batch(batch: RecordBatch): void
}

/** What happens beside the records. */
export interface GroupEvents {
  /** The group was lost or never joined; it is tried again after `waitMs`. */
  onTrouble(error: KafkaError, waitMs: number): void
  /** Records [from, to) were deleted by the broker before this group has read them. */
  onGap(at: TopicPartition, from: number, to: number): void
  /** The topics that are consumed from now on; empty: none exists yet. */
  onTopics(topics: readonly string[]): void
  /** The offset after the partition's last record, whenever it is learnt. */
  onLogEnd(at: TopicPartition, offset: number): void
}

/** Which topics to consume; names that do not exist are waited for. */
export type Subscription = { readonly topics: readonly string[] } | { readonly pattern: RegExp }

/** A member of a consumer group. Offsets are committed by the caller alone. */
export interface GroupConsumer {
  /** Joins, and joins again after any trouble, until stopped. */
  start(handler: GroupHandler): void
  pause(at: TopicPartition): void
  resume(at: TopicPartition): void
  /** @throws {KafkaError} when the group has not taken the offsets. */
  commit(offsets: readonly (TopicPartition & { readonly offset: number })[]): Promise<void>
  /** In the group, with a heartbeat answered within the session time-out. */
  isJoined(): boolean
  /** Leaves the group. */
  stop(): Promise<void>
}
