import type { Kind } from '@pinpipe/schema'

/** Where a record was stored: in a Kafka topic, or in a Kinesis stream. */
export type Place =
  | { readonly partition: number; readonly offset: number }
  | { readonly shard: string; readonly sequence_number: string }

/** Why a record was not acknowledged. */
export interface Failure {
  /** The target's error code, or the HTTP status, or what happened to the connection. */
  readonly code: number | string
  readonly message: string
  /** Whether the same record may be sent again. */
  readonly retriable: boolean
  /** Whether the record may have been stored all the same. */
  readonly unknown: boolean
  /** Least wait before the next attempt that the target asked for, in milliseconds. */
  readonly afterMs?: number
}

/** What became of one record. */
export type Outcome = { readonly place: Place } | { readonly failure: Failure }

/** A record as it is sent: the bytes of its value, and the number of its row. */
export interface OutgoingRecord {
  readonly value: Buffer
  readonly row: number
}

/** Where records go. */
export interface Target {
  /** The highest rate, in posts a second, at which each record has a request of its own. */
  readonly singlesUpTo: number
  /** Name of the topic, or stream, that takes records of this kind. */
  topic(kind: Kind): string
  /**
   * Sends records, at least one, in order in one request. Never throws for what the target or the
   * network does: it resolves to one outcome per record, in the same order.
   */
  send(kind: Kind, records: readonly OutgoingRecord[]): Promise<readonly Outcome[]>
}
