import type { Kind } from '@pinpipe/schema'

/** Where a record was stored. */
export interface Place {
  readonly partition: number
  readonly offset: number
}

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

/** Where records go; one implementation for each protocol. */
export interface Target {
  /** Name of the topic that takes records of this kind. */
  topic(kind: Kind): string
  /**
   * Sends values, at least one, in order in one request. Never throws for what the target or the
   * network does: it resolves to one outcome per value, in the same order.
   */
  send(kind: Kind, values: readonly Buffer[]): Promise<readonly Outcome[]>
}
