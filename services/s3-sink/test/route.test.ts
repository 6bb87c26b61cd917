import { describe, expect, test } from '@jest/globals'
import { jsonFormat } from '../src/format.ts'
import { createRouter, type RoutePolicy } from '../src/route.ts'

const strict: RoutePolicy = {
  tolerate: false,
  deadLetters: false,
  ignoreNulls: false,
  reportNulls: true,
}
const route = (value: string | null, policy: Partial<RoutePolicy>) =>
  createRouter(jsonFormat, { ...strict, ...policy })({
    value: value === null ? null : Buffer.from(value),
  })

describe('createRouter', () => {
  test('sends what the format takes to the file', () => {
    expect(route('{}', {})).toEqual({ to: 'file', bytes: Buffer.from('{}') })
  })

  test.each([
    ['stops when nothing is tolerated', {}, 'stop'],
    ['is skipped when everything is tolerated', { tolerate: true }, 'nowhere'],
    [
      'becomes a dead letter where there is a topic for it',
      { tolerate: true, deadLetters: true },
      'dead-letter',
    ],
  ])('a malformed value %s', (_what, policy, to) => {
    expect(route('{', policy)).toMatchObject({
      to,
      problem: { code: 'MALFORMED_VALUE', stage: 'VALUE_CONVERTER' },
    })
  })

  test.each([
    ['stops by default, whatever is tolerated', { tolerate: true, deadLetters: true }, 'stop'],
    ['is skipped when ignored', { ignoreNulls: true }, 'nowhere'],
    [
      'becomes a dead letter when ignored and reported',
      { ignoreNulls: true, tolerate: true, deadLetters: true },
      'dead-letter',
    ],
    [
      'is skipped when ignored and not reported',
      { ignoreNulls: true, tolerate: true, deadLetters: true, reportNulls: false },
      'nowhere',
    ],
  ])('a null value %s', (_what, policy, to) => {
    expect(route(null, policy)).toMatchObject({ to, problem: { code: 'NULL_VALUE' } })
  })
})
