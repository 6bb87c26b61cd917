import { expect, test } from '@jest/globals'
import { CodedError, findCause } from '../src/errors.ts'

test('a coded error carries its code, its facts, its cause and whether a retry may help', () => {
  const cause = new Error('socket')
  const error = new CodedError('BROKER_DOWN', 'No broker answers', {
    cause,
    retriable: true,
    facts: { broker: 1 },
  })
  expect(error).toMatchObject({ code: 'BROKER_DOWN', retriable: true, facts: { broker: 1 }, cause })
})

test('the first cause of a type is found, however deep', () => {
  const inner = new CodedError('X', 'inner')
  const outer = new Error('outer', { cause: new Error('middle', { cause: inner }) })
  expect(findCause(outer, CodedError)).toBe(inner)
  expect(findCause(new Error('alone'), CodedError)).toBeUndefined()
})

test('a chain of causes that loops ends', () => {
  const a = new Error('a')
  a.cause = a
  expect(findCause(a, CodedError)).toBeUndefined()
})
