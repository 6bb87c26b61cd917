import { CodedError } from '@pinpipe/runtime'

/**
 * What stops the sink, or a put:
 * - `RECORD_REFUSED`: a record cannot be written and the connector configuration says to stop there
 * - `FOREIGN_OBJECT`: an object of unknown content holds the name of the next file
 * - `STORE_CONFLICT`: another conditional write was under way (409)
 * - `STORE_FORBIDDEN`: the credentials do not allow it (401, 403)
 * - `STORE_NO_BUCKET`: the bucket does not exist (404)
 * - `STORE_THROTTLED`: too many requests (429, 503)
 * - `STORE_FAILED`: the store failed (other 5xx)
 * - `STORE_UNREACHABLE`: no answer: connection or time-out
 * - `STORE_REFUSED`: any other answer
 */
export const sinkErrorCodes = [
  'RECORD_REFUSED',
  'FOREIGN_OBJECT',
  'STORE_CONFLICT',
  'STORE_FORBIDDEN',
  'STORE_NO_BUCKET',
  'STORE_THROTTLED',
  'STORE_FAILED',
  'STORE_UNREACHABLE',
  'STORE_REFUSED',
] as const

export type SinkErrorCode = (typeof sinkErrorCodes)[number]

/** The errors of this service; those of the store are all retriable: a put is tried for ever. */
export class SinkError extends CodedError<SinkErrorCode> {}
