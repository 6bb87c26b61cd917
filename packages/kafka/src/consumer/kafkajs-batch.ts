import type { ConsumerStartBatchProcessEvent, KafkaMessage } from 'kafkajs'
import type { ConsumedRecord } from './types.ts'

/** The event that kafkajs emits before it hands a batch over, or passes over it. */
export type BatchStart = Pick<
  ConsumerStartBatchProcessEvent['payload'],
  'topic' | 'partition' | 'batchSize' | 'lastOffset'
>

/** The offset that was asked for: in every batch of kafkajs, though not in its types. */
export const fetchedOffset = (batch: object): number =>
  Number((batch as { fetchedOffset: string }).fetchedOffset)

const NO_HEADERS = {}

/** A record in our own form; offsets are exact up to 2^53. */
export function toRecord(message: KafkaMessage): ConsumedRecord {
  const { key, value, headers = NO_HEADERS } = message
  return {
    offset: Number(message.offset),
    key,
    value,
    headers,
    timestamp: Number(message.timestamp),
  }
}
