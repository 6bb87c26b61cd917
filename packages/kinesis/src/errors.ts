import { isThrottle } from '@pinpipe/delivery'
import { CodedError, findCause } from '@pinpipe/runtime'

/**
 * What can go wrong with Kinesis, as callers need to tell it apart:
 * - `KINESIS_UNAVAILABLE`: no connection; nothing was sent
 * - `KINESIS_OUTCOME_UNKNOWN`: sent, and no answer or a 5xx came; it may have been stored
 * - `KINESIS_TIMEOUT`: sent, and the whole answer had not come at the deadline of the call; it may have been stored
 * - `KINESIS_THROTTLED`: over a shard's or an action's limit; not stored
 * - `KINESIS_INTERNAL_FAILURE`: Kinesis failed at this record of a batch; not stored
 * - `KINESIS_STREAM_NOT_FOUND`: there is no such stream, at least not yet
 * - `KINESIS_ACCESS_DENIED`: credentials are missing or refused, or do not allow the action
 * - `KINESIS_INVALID`: Kinesis takes the request for malformed
 * - `KINESIS_REFUSED`: any other 4xx; the facts hold its `type` and `status`
 * - `KINESIS_RECORD_TOO_LARGE`, `KINESIS_KEY_INVALID`: Kinesis can never take the record; not sent
 * - `KINESIS_OVERLOADED`: too many bytes are waiting in this process; not sent
 * - `KINESIS_EXPIRED`: the record's time to live is over, and it surely was not stored
 * - `KINESIS_CLOSED`: the producer was closed before the record could be stored
 */
export const kinesisErrorCodes = [
  'KINESIS_UNAVAILABLE',
  'KINESIS_OUTCOME_UNKNOWN',
  'KINESIS_TIMEOUT',
  'KINESIS_THROTTLED',
  'KINESIS_INTERNAL_FAILURE',
  'KINESIS_STREAM_NOT_FOUND',
  'KINESIS_ACCESS_DENIED',
  'KINESIS_INVALID',
  'KINESIS_REFUSED',
  'KINESIS_RECORD_TOO_LARGE',
  'KINESIS_KEY_INVALID',
  'KINESIS_OVERLOADED',
  'KINESIS_EXPIRED',
  'KINESIS_CLOSED',
] as const

/** One of the codes above. */
export type KinesisErrorCode = (typeof kinesisErrorCodes)[number]

/** The only error that this package throws or returns. */
export class KinesisError extends CodedError<KinesisErrorCode> {
  /** Whether what was sent may have been stored all the same. */
  get outcomeUnknown(): boolean {
    return this.code === 'KINESIS_OUTCOME_UNKNOWN' || this.code === 'KINESIS_TIMEOUT'
  }
}

const CODES_BY_TYPE: Readonly<Record<string, KinesisErrorCode>> = {
  ResourceNotFoundException: 'KINESIS_STREAM_NOT_FOUND',
  InvalidArgumentException: 'KINESIS_INVALID',
  ValidationException: 'KINESIS_INVALID',
  SerializationException: 'KINESIS_INVALID',
  AccessDeniedException: 'KINESIS_ACCESS_DENIED',
  UnrecognizedClientException: 'KINESIS_ACCESS_DENIED',
  InvalidSignatureException: 'KINESIS_ACCESS_DENIED',
  MissingAuthenticationTokenException: 'KINESIS_ACCESS_DENIED',
  ExpiredTokenException: 'KINESIS_ACCESS_DENIED',
  CredentialsProviderError: 'KINESIS_ACCESS_DENIED',
}

const RETRIABLE: ReadonlySet<KinesisErrorCode> = new Set([
  'KINESIS_UNAVAILABLE',
  'KINESIS_OUTCOME_UNKNOWN',
  'KINESIS_TIMEOUT',
  'KINESIS_THROTTLED',
  'KINESIS_INTERNAL_FAILURE',
  'KINESIS_STREAM_NOT_FOUND',
  'KINESIS_OVERLOADED',
])

/** An error of this package; `retriable` follows from the code. */
export function kinesisError(
  code: KinesisErrorCode,
  message: string,
  options: { cause?: unknown; facts?: Record<string, unknown> } = {},
): KinesisError {
  return new KinesisError(code, message, { ...options, retriable: RETRIABLE.has(code) })
}

/** What an SDK error may carry; a failure of the network has a `code` and a `syscall` instead. */
export interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly code?: string
  readonly syscall?: string
  readonly errors?: readonly SdkError[]
}

/** Turns anything that the SDK throws into a `KinesisError`. */
export function translateKinesisError(error: unknown): KinesisError {
  const known = findCause(error, KinesisError)
  if (known) return known
  const sdk = (error instanceof Error ? error : new Error(String(error))) as SdkError
  const status = sdk.$metadata?.httpStatusCode
  const code = codeOf(sdk, status)
  const facts = { type: sdk.name, ...(status !== undefined && { status }) }
  return kinesisError(code, messageOf(code, sdk), { cause: error, facts })
}

/** The error for one record that an answered PutRecords names as failed; it surely was not stored. */
export function recordError(type: string, message: string): KinesisError {
  const code = codeOfType(type) ?? 'KINESIS_INTERNAL_FAILURE'
  return kinesisError(code, message, { facts: { type } })
}

const codeOfType = (type: string): KinesisErrorCode | undefined =>
  isThrottle(type) ? 'KINESIS_THROTTLED' : CODES_BY_TYPE[type]

function codeOf(error: SdkError, status: number | undefined): KinesisErrorCode {
  const known = codeOfType(error.name)
  if (known) return known
  if (status === 429) return 'KINESIS_THROTTLED'
  if (status === 401 || status === 403) return 'KINESIS_ACCESS_DENIED'
  if (status !== undefined && status >= 400 && status < 500) return 'KINESIS_REFUSED'
  return status === undefined && neverConnected(error)
    ? 'KINESIS_UNAVAILABLE'
    : 'KINESIS_OUTCOME_UNKNOWN'
}

const CONNECT_CALLS = new Set(['connect', 'getaddrinfo'])

/**
 * Whether the connection was never made. The handler's time-out without a `code` is the one for
 * connecting, since `client.ts` sets no socket time-out; several addresses fail as one AggregateError.
 */
export function neverConnected({ name, code, syscall, errors }: SdkError): boolean {
  if (errors !== undefined && errors.length > 0) return errors.every(neverConnected)
  if (syscall !== undefined) return CONNECT_CALLS.has(syscall)
  return name === 'TimeoutError' && code === undefined
}

function messageOf(code: KinesisErrorCode, { message }: Error): string {
  if (code === 'KINESIS_UNAVAILABLE') return `Kinesis cannot be reached: ${message}`
  if (code === 'KINESIS_OUTCOME_UNKNOWN')
    return `No clear answer came, what was sent may or may not have been stored: ${message}`
  return message
}
