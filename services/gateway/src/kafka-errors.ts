import type { KafkaError } from '@pinpipe/kafka'
import { RestError, type RestErrorCode, recordErrorCodes } from './errors.ts'

/** The answer to a whole request that failed in Kafka; topics of GETs have a code of their own. */
export function toRestError(error: KafkaError): RestError {
  const code = restErrorCode(error)
  const ownText = code === 'TOPIC_NOT_HOSTED' || code === 'PARTITION_NOT_FOUND'
  return new RestError(code, ownText ? undefined : error.message, { cause: error })
}

function restErrorCode({ code, retriable }: KafkaError): RestErrorCode {
  switch (code) {
    case 'KAFKA_UNKNOWN_TOPIC':
      return 'TOPIC_NOT_HOSTED'
    case 'KAFKA_UNKNOWN_PARTITION':
      return 'PARTITION_NOT_FOUND'
    case 'KAFKA_AUTHENTICATION':
      return 'UNAUTHENTICATED'
    case 'KAFKA_AUTHORIZATION':
      return 'UNAUTHORIZED'
    case 'KAFKA_OVERLOADED':
      return 'OVERLOADED'
    case 'KAFKA_UNAVAILABLE':
    case 'KAFKA_CLOSED':
      return 'KAFKA_UNAVAILABLE'
    default:
      return retriable ? 'KAFKA_FAILED_FOR_NOW' : 'KAFKA_FAILED'
  }
}

/** The `error_code` of a record that failed. */
export function recordErrorCode({ code, retriable }: KafkaError): number {
  if (code === 'KAFKA_AUTHENTICATION') return recordErrorCodes.unauthenticated
  if (code === 'KAFKA_AUTHORIZATION') return recordErrorCodes.unauthorized
  return retriable ? recordErrorCodes.failedForNow : recordErrorCodes.failed
}
