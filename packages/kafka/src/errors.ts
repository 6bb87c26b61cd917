import { CodedError, findCause } from '@pinpipe/runtime'
import kafkajs from 'kafkajs'

/**
 * What can go wrong with Kafka, as callers need to tell it apart:
 * - `KAFKA_UNAVAILABLE`: no broker answers; nothing was sent
 * - `KAFKA_OUTCOME_UNKNOWN`: a produce request was sent and no answer came; it may have been stored
 * - `KAFKA_OVERLOADED`: too many bytes are waiting in this process; nothing was sent
 * - `KAFKA_UNKNOWN_TOPIC`, `KAFKA_UNKNOWN_PARTITION`: the cluster has no such topic, or partition
 * - `KAFKA_RECORD_TOO_LARGE`: the record exceeds what the broker takes
 * - `KAFKA_AUTHENTICATION`, `KAFKA_AUTHORIZATION`: the broker refuses the user, or what the user does
 * - `KAFKA_POSITION_LOST`: a log ends before the group's committed offset
 * - `KAFKA_CLOSED`: the client has been closed
 * - `KAFKA_PROTOCOL`: any other answer of the broker; the facts hold its `type` and `brokerCode`
 */
export const kafkaErrorCodes = [
  'KAFKA_UNAVAILABLE',
  'KAFKA_OUTCOME_UNKNOWN',
  'KAFKA_OVERLOADED',
  'KAFKA_UNKNOWN_TOPIC',
  'KAFKA_UNKNOWN_PARTITION',
  'KAFKA_RECORD_TOO_LARGE',
  'KAFKA_AUTHENTICATION',
  'KAFKA_AUTHORIZATION',
  'KAFKA_POSITION_LOST',
  'KAFKA_CLOSED',
  'KAFKA_PROTOCOL',
] as const

/** One of the codes above. */
export type KafkaErrorCode = (typeof kafkaErrorCodes)[number]

/** The only error that this package's ports throw or return. */
export class KafkaError extends CodedError<KafkaErrorCode> {}

const CODES_BY_TYPE: Readonly<Record<string, KafkaErrorCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'KAFKA_UNKNOWN_TOPIC',
  INVALID_TOPIC_EXCEPTION: 'KAFKA_UNKNOWN_TOPIC',
  MESSAGE_TOO_LARGE: 'KAFKA_RECORD_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'KAFKA_RECORD_TOO_LARGE',
  TOPIC_AUTHORIZATION_FAILED: 'KAFKA_AUTHORIZATION',
  GROUP_AUTHORIZATION_FAILED: 'KAFKA_AUTHORIZATION',
  CLUSTER_AUTHORIZATION_FAILED: 'KAFKA_AUTHORIZATION',
  SASL_AUTHENTICATION_FAILED: 'KAFKA_AUTHENTICATION',
}

/**
 * Turns anything that kafkajs throws into a `KafkaError`; its wrappers are looked through, because
 * "retries exceeded" says not retriable whatever lies below.
 */
export function translateKafkaError(error: unknown): KafkaError {
  const known = findCause(error, KafkaError)
  if (known) return known
  const protocol = findCause(error, kafkajs.KafkaJSProtocolError)
  if (protocol) return protocolError(protocol)
  if (findCause(error, kafkajs.KafkaJSSASLAuthenticationError))
    return new KafkaError(
      'KAFKA_AUTHENTICATION',
      'The broker refused the login: check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.',
      { cause: error },
    )
  const message = error instanceof Error ? error.message : String(error)
  const retriable = !(error instanceof TypeError || error instanceof RangeError)
  return new KafkaError('KAFKA_UNAVAILABLE', `Kafka does not answer: ${message}`, {
    cause: error,
    retriable,
  })
}

function protocolError(error: InstanceType<typeof kafkajs.KafkaJSProtocolError>): KafkaError {
  const { type, code: brokerCode, message, retriable } = error
  const code = CODES_BY_TYPE[type] ?? 'KAFKA_PROTOCOL'
  return new KafkaError(code, message, { cause: error, retriable, facts: { type, brokerCode } })
}
