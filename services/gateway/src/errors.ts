import { CodedError } from '@pinpipe/runtime'

/** Every error answer of the gateway: HTTP status, `error_code`, default message. */
export const restErrors = {
  MALFORMED_BODY: { status: 400, errorCode: 400, message: 'The body is not a valid request.' },
  UNAUTHENTICATED: { status: 401, errorCode: 40101, message: 'Kafka refused the login.' },
  UNAUTHORIZED: { status: 403, errorCode: 40301, message: 'Kafka refused the access.' },
  NOT_FOUND: { status: 404, errorCode: 404, message: 'HTTP 404 Not Found' },
  TOPIC_NOT_FOUND: { status: 404, errorCode: 40401, message: 'Topic not found.' },
  PARTITION_NOT_FOUND: { status: 404, errorCode: 40402, message: 'Partition not found.' },
  TOPIC_NOT_HOSTED: {
    status: 404,
    errorCode: 40403,
    message: 'This server does not host this topic-partition.',
  },
  METHOD_NOT_ALLOWED: { status: 405, errorCode: 405, message: 'HTTP 405 Method Not Allowed' },
  NOT_ACCEPTABLE: { status: 406, errorCode: 406, message: 'HTTP 406 Not Acceptable' },
  BODY_TOO_LARGE: { status: 413, errorCode: 413, message: 'HTTP 413 Request Entity Too Large' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    errorCode: 415,
    message: 'HTTP 415 Unsupported Media Type',
  },
  INVALID_BODY: { status: 422, errorCode: 422, message: 'The request is not valid.' },
  KEY_SCHEMA_MISSING: {
    status: 422,
    errorCode: 42201,
    message: 'Request includes keys but does not include key schema',
  },
  VALUE_SCHEMA_MISSING: {
    status: 422,
    errorCode: 42202,
    message: 'Request includes values but does not include value schema',
  },
  NO_SCHEMA_REGISTRY: {
    status: 422,
    errorCode: 42206,
    message: 'Payload error. Schema Registry must be configured when using schemas.',
  },
  INTERNAL: { status: 500, errorCode: 500, message: 'Internal Server Error' },
  KAFKA_FAILED: { status: 500, errorCode: 50002, message: 'Kafka error.' },
  KAFKA_FAILED_FOR_NOW: { status: 500, errorCode: 50003, message: 'Kafka error, try again.' },
  INTEGRATION_FAILED: { status: 500, errorCode: 50004, message: 'Internal server error' },
  OVERLOADED: { status: 503, errorCode: 503, message: 'The gateway is overloaded: try again.' },
  KAFKA_UNAVAILABLE: { status: 503, errorCode: 50302, message: 'Broker not available.' },
  KINESIS_UNAVAILABLE: { status: 503, errorCode: 50303, message: 'Kinesis does not answer.' },
  KINESIS_LATE: { status: 504, errorCode: 504, message: 'Kinesis gave no answer.' },
} as const

/** The name of an error answer. */
export type RestErrorCode = keyof typeof restErrors

/** An error that is answered to the client as its entry in `restErrors` says. */
export class RestError extends CodedError<RestErrorCode> {
  constructor(code: RestErrorCode, message?: string, options: { cause?: unknown } = {}) {
    const { message: fallback, status } = restErrors[code]
    super(code, message ?? fallback, { ...options, retriable: status === 503 })
  }

  get status(): number {
    return restErrors[this.code].status
  }

  /** The number in the answer's `error_code`. */
  get errorCode(): number {
    return restErrors[this.code].errorCode
  }
}

/** `error_code` of a single record's failure; these four and no others. */
export const recordErrorCodes = {
  unauthenticated: 40101,
  unauthorized: 40301,
  failed: 50002,
  failedForNow: 50003,
} as const
