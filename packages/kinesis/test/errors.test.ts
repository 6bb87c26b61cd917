import { describe, expect, test } from '@jest/globals'
import { kinesisError, recordError, translateKinesisError } from '../src/errors.ts'

const answered = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('told'), { name, $metadata: { httpStatusCode } })
const network = (facts: object) => Object.assign(new Error('told'), facts)

describe('an error of the SDK', () => {
  test.each([
    ['ProvisionedThroughputExceededException', 400, 'KINESIS_THROTTLED', true],
    ['LimitExceededException', 400, 'KINESIS_THROTTLED', true],
    ['KMSThrottlingException', 400, 'KINESIS_THROTTLED', true],
    ['RequestLimitExceeded', 503, 'KINESIS_THROTTLED', true],
    ['AnythingElse', 429, 'KINESIS_THROTTLED', true],
    ['ResourceNotFoundException', 400, 'KINESIS_STREAM_NOT_FOUND', true],
    ['InvalidArgumentException', 400, 'KINESIS_INVALID', false],
    ['ValidationException', 400, 'KINESIS_INVALID', false],
    ['AccessDeniedException', 400, 'KINESIS_ACCESS_DENIED', false],
    ['AnythingElse', 403, 'KINESIS_ACCESS_DENIED', false],
    ['KMSDisabledException', 400, 'KINESIS_REFUSED', false],
    ['ResourceInUseException', 400, 'KINESIS_REFUSED', false],
  ])('%s with status %i is %s, and nothing was done', (name, status, code, retriable) => {
    const error = translateKinesisError(answered(name, status))
    expect(error).toMatchObject({ code, retriable, outcomeUnknown: false })
    expect(error.facts).toEqual({ type: name, status })
  })

  test.each([
    ['a time-out after sending', network({ name: 'TimeoutError', code: 'ETIMEDOUT' })],
    ['a connection that was cut', network({ code: 'ECONNRESET', syscall: 'read' })],
    ['a write into a closed connection', network({ code: 'EPIPE', syscall: 'write' })],
    ['a server error', answered('InternalFailureException', 500)],
    ['an unavailable service', answered('ServiceUnavailable', 503)],
    ['an answer that cannot be read', answered('SyntaxError', 200)],
    ['anything that is not known', 'what?'],
  ])('%s leaves the outcome unknown', (_, error) => {
    expect(translateKinesisError(error)).toMatchObject({
      code: 'KINESIS_OUTCOME_UNKNOWN',
      retriable: true,
      outcomeUnknown: true,
    })
  })

  test.each([
    ['a refused connection', network({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['a name that is not known', network({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['no connection in time', network({ name: 'TimeoutError' })],
    [
      'all addresses refused',
      Object.assign(new AggregateError([network({ syscall: 'connect' })]), {
        code: 'ECONNREFUSED',
      }),
    ],
  ])('%s means that nothing was sent', (_, error) => {
    expect(translateKinesisError(error)).toMatchObject({
      code: 'KINESIS_UNAVAILABLE',
      retriable: true,
      outcomeUnknown: false,
    })
  })

  test('missing credentials are told as such', () => {
    const error = network({ name: 'CredentialsProviderError' })
    expect(translateKinesisError(error).code).toBe('KINESIS_ACCESS_DENIED')
  })

  test('that is one of ours already stays as it is', () => {
    const error = kinesisError('KINESIS_EXPIRED', 'late')
    expect(translateKinesisError(new Error('wrapped', { cause: error }))).toBe(error)
  })
})

describe('an error of one record', () => {
  test.each([
    ['ProvisionedThroughputExceededException', 'KINESIS_THROTTLED', true],
    ['InternalFailure', 'KINESIS_INTERNAL_FAILURE', true],
    ['KMSThrottlingException', 'KINESIS_THROTTLED', true],
  ])('%s is %s, and the record is not stored', (type, code, retriable) => {
    expect(recordError(type, 'told')).toMatchObject({ code, retriable, outcomeUnknown: false })
  })
})
