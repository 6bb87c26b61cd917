import { expect, test } from '@jest/globals'
import { isThrottle } from '../src/throttle.ts'

test.each([
  ['ProvisionedThroughputExceededException', true],
  ['LimitExceededException', true],
  ['KMSThrottlingException', true],
  ['ThrottlingException', true],
  ['Throttling', true],
  ['RequestLimitExceeded', true],
  ['InternalFailure', false],
  ['ResourceNotFoundException', false],
])('%s says that a limit was met: %s', (type, expected) => {
  expect(isThrottle(type)).toBe(expected)
})
