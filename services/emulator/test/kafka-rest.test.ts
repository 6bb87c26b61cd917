import { describe, expect, test } from '@jest/globals'
import { kafkaRest } from '../src/kafka-rest.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const read = (status: number, body: unknown, count = 1, retryAfter?: string) =>
  kafkaRest('0a1b2c3d4e5f').outcomes(
    { status, retryAfter, body: typeof body === 'string' ? body : JSON.stringify(body) },
    count,
    NOW,
  )
const stored = (partition: number, offset: number) => ({
  partition,
  offset,
  error_code: null,
  error: null,
})
const refusal = (error_code: number) => ({ partition: null, offset: null, error_code, error: 'no' })

describe('the answer to a produce request', () => {
  test('gives one place per record, in order', () => {
    const body = { offsets: [stored(0, 12), stored(0, 13)], key_schema_id: null }
    expect(read(200, body, 2)).toEqual([
      { place: { partition: 0, offset: 12 } },
      { place: { partition: 0, offset: 13 } },
    ])
  })

  test('takes an entry with 50003 as retriable and of unknown outcome, others as refused', () => {
    const [again, never] = read(200, { offsets: [refusal(50003), refusal(50002)] }, 2)
    expect(again).toMatchObject({ failure: { code: 50003, retriable: true, unknown: true } })
    expect(never).toMatchObject({ failure: { code: 50002, retriable: false, unknown: false } })
  })

  test('keeps the stored records of an answer with status 403', () => {
    const outcomes = read(403, { offsets: [stored(0, 1), refusal(40301)] }, 2)
    expect(outcomes[0]).toEqual({ place: { partition: 0, offset: 1 } })
    expect(outcomes[1]).toMatchObject({ failure: { code: 40301, retriable: false } })
  })

  test.each([
    [429, { error_code: 429, message: 'slow down' }, true, false],
    [503, { error_code: 50302, message: 'broker not available' }, true, false],
    [503, '', true, true],
    [500, { error_code: 50003, message: 'Kafka error' }, true, true],
    [500, { error_code: 500, message: 'Internal Server Error' }, false, true],
    [502, '<html>', false, true],
    [404, { error_code: 40401, message: 'Topic not found.' }, false, false],
    [422, { error_code: 422, message: 'no records' }, false, false],
  ])(
    'with status %i and %j: retriable %s, of unknown outcome %s',
    (status, body, retriable, unknown) => {
      for (const outcome of read(status, body, 3)) {
        expect(outcome).toMatchObject({ failure: { retriable, unknown } })
      }
    },
  )

  test.each([
    ['7', 7000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ])('honours Retry-After %s', (header, afterMs) => {
    expect(read(429, '', 1, header)[0]).toMatchObject({ failure: { afterMs } })
  })

  test('names no wait where Retry-After is absent or cannot be read', () => {
    expect(read(503, '')[0]).not.toHaveProperty('failure.afterMs')
    expect(read(503, '', 1, 'soon')[0]).not.toHaveProperty('failure.afterMs')
  })

  test.each([
    ['too few entries', { offsets: [stored(0, 1)] }],
    ['an entry without an offset', { offsets: [stored(0, 1), { partition: 0 }] }],
    ['a negative offset', { offsets: [stored(0, 1), stored(0, -1)] }],
    ['no JSON', 'OK'],
  ])('is not trusted with %s', (_what, body) => {
    expect(read(200, body, 2)).toEqual(
      Array(2).fill({
        failure: expect.objectContaining({
          code: 'invalid response',
          retriable: false,
          unknown: true,
        }),
      }),
    )
  })
})
