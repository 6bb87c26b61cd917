import { KafkaError } from '@pinpipe/kafka'
import type { FastifyReply } from 'fastify'
import { RestError, type RestErrorCode } from './errors.ts'
import { toRestError } from './kafka-errors.ts'

/**
 * Whose error bodies a client sees: the REST proxy's own, the same behind an AWS front door, or those
 * of a front door alone, as for Kinesis.
 */
export type ErrorStyle = 'rest' | 'aws' | 'aws-only'

/** Seconds that a client is asked to wait when the gateway or Kafka cannot take its request. */
const RETRY_AFTER_S = 1

/** Ours for fastify's, with a message where the code's own does not fit. */
const FASTIFY_ERRORS: Readonly<Record<string, readonly [RestErrorCode, string?]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['MALFORMED_BODY'],
  FST_ERR_BAD_URL: ['MALFORMED_BODY', 'The path cannot be decoded.'],
}

/** What API Gateway answers by itself, whatever it stands before. */
const AWS_ERRORS: Partial<Record<RestErrorCode, { status: number; message: string }>> = {
  NOT_FOUND: { status: 403, message: 'Missing Authentication Token' },
  METHOD_NOT_ALLOWED: { status: 403, message: 'Missing Authentication Token' },
  BODY_TOO_LARGE: { status: 413, message: 'Request Too Long' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Unsupported Media Type' },
  INTERNAL: { status: 500, message: 'Internal server error' },
}

const ownError = ({ status, message }: RestError, style: ErrorStyle) =>
  style === 'aws-only' ? { status, message } : undefined

/** The error to answer with for anything thrown. */
export function translateError(error: unknown): RestError {
  if (error instanceof RestError) return error
  if (error instanceof KafkaError) return toRestError(error)
  const { code } = (error ?? {}) as { code?: unknown }
  const known = typeof code === 'string' ? FASTIFY_ERRORS[code] : undefined
  const [restCode, message] = known ?? (['INTERNAL'] as const)
  return new RestError(restCode, message, { cause: error })
}

/** Answers with the error; the connection stays usable. */
export function replyError(reply: FastifyReply, error: RestError, style: ErrorStyle): FastifyReply {
  if (error.status === 503) reply.header('retry-after', RETRY_AFTER_S)
  const aws = style === 'rest' ? undefined : (AWS_ERRORS[error.code] ?? ownError(error, style))
  if (aws)
    return reply
      .code(aws.status)
      .type('application/json')
      .send(JSON.stringify({ message: aws.message }))
  const body = { error_code: error.errorCode, message: error.message }
  return reply.code(error.status).send(JSON.stringify(body))
}
