/** The service's errors that the fake answers with, and their HTTP status (the API's error tables). */
const STATUS = {
  ExpiredIteratorException: 400,
  ExpiredNextTokenException: 400,
  InvalidArgumentException: 400,
  LimitExceededException: 400,
  ProvisionedThroughputExceededException: 400,
  ResourceInUseException: 400,
  ResourceNotFoundException: 400,
  SerializationException: 400,
  UnknownOperationException: 400,
  ValidationException: 400,
  InternalFailure: 500,
  ServiceUnavailable: 503,
} as const

/** One of the codes above; on the wire it is the body's `__type`. */
export type ServiceErrorCode = keyof typeof STATUS

/** What an operation throws, and what the client gets as an error body. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode

  constructor(code: ServiceErrorCode, message: string) {
    super(message)
    this.name = code
    this.code = code
  }

  get status(): number {
    return STATUS[this.code]
  }
}

/** An argument that no check of the request's form can find wrong. */
export const invalidArgument = (message: string) =>
  new ServiceError('InvalidArgumentException', message)
