import { describe, expect, test } from '@jest/globals'
import { translateStoreError } from '../../src/s3/translate.ts'

const answer = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error('said'), { name, $metadata: { httpStatusCode } })

describe('translateStoreError', () => {
  test.each([
    ['InvalidAccessKeyId', 403, 'STORE_FORBIDDEN', /check the credentials/],
    ['NoSuchBucket', 404, 'STORE_NO_BUCKET', /create it, or correct s3.bucket.name/],
    ['ConditionalRequestConflict', 409, 'STORE_CONFLICT', /409/],
    ['SlowDown', 503, 'STORE_THROTTLED', /SlowDown/],
    ['InternalError', 500, 'STORE_FAILED', /InternalError/],
    ['TimeoutError', undefined, 'STORE_UNREACHABLE', /check store.url or AWS_ENDPOINT_URL/],
    ['InvalidRequest', 400, 'STORE_REFUSED', /InvalidRequest/],
  ])('%s %s is %s, which is tried again', (name, status, code, message) => {
    const cause = answer(name, status)
    const error = translateStoreError(cause, 'bucket')
    expect(error).toMatchObject({ code, retriable: true, cause })
    expect(error.message).toMatch(message)
  })
})
