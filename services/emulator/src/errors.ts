import { CodedError } from '@pinpipe/runtime'

/**
 * - SOURCE_UNREACHABLE: the database does not answer, or not now; retriable
 * - SOURCE_REFUSED: it answers and refuses: rights, a missing table, a missing database
 * - ROW_MISSING: a table lacks a row that is to be posted
 * - NOT_DELIVERED: records that the target did not take within the retry time, or refused
 * - STOPPED: a signal ended the run before all posts were sent
 */
export type EmulatorErrorCode =
  | 'SOURCE_UNREACHABLE'
  | 'SOURCE_REFUSED'
  | 'ROW_MISSING'
  | 'NOT_DELIVERED'
  | 'STOPPED'

/** Why a run could not deliver all posts. */
export class EmulatorError extends CodedError<EmulatorErrorCode> {}
