import type { ServiceErrorCode } from '../core/errors.ts'
import type { Streams } from '../core/streams.ts'
import type { Input } from './input.ts'

/** A record that is about to be stored. */
export interface RecordInFlight {
  readonly stream: string
  readonly shardId: string
  readonly partitionKey: string
  /** In base64. */
  readonly data: string
  /** In its request, from 0. */
  readonly index: number
}

/** Says with which code a record fails instead of being stored; undefined stores it. */
export type RecordFault = (record: RecordInFlight) => ServiceErrorCode | undefined

/** What an operation works on. */
export interface Context {
  readonly streams: Streams
  /** Epoch milliseconds; never back. */
  readonly nowMs: number
  readonly recordFault: RecordFault
}

/**
 * One action of the API: takes the request's members, gives the answer's, or nothing where the API's answer is empty.
 * @throws {ServiceError} what the client gets instead.
 */
export type Operation = (input: Input, context: Context) => object | undefined
