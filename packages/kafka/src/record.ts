import type { KafkaError } from './errors.ts'

/** A record to produce; null is Kafka's null (as a value: a tombstone). Bytes are taken as they are. */
export interface ProduceRecord {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** Default: by the key as Java's client does; without a key, the topic's present sticky partition. */
  readonly partition?: number
  readonly headers?: Readonly<Record<string, Uint8Array | null>>
}

/** What became of one record. */
export type Outcome =
  | { readonly partition: number; readonly offset: number }
  | { readonly error: KafkaError }

/** The port that services produce through. */
export interface RecordProducer {
  /**
   * Produces `records` and waits for all in-sync replicas. One outcome per record, in input order;
   * records of one partition keep their order.
   * @throws {KafkaError} when nothing was accepted: KAFKA_UNKNOWN_TOPIC, KAFKA_UNAVAILABLE,
   *   KAFKA_OVERLOADED, KAFKA_CLOSED.
   */
  produce(topic: string, records: readonly ProduceRecord[]): Promise<readonly Outcome[]>
}
