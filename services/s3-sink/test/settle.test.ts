import { describe, expect, test } from '@jest/globals'
import { settle } from '../src/settle.ts'

const own = { start: 10, next: 20, records: 10, gaps: '', sha256: 'aa' }

describe('settle', () => {
  test('takes an object of the own checksum for the own put whose answer was lost', () => {
    expect(settle('key', own, own)).toEqual({ next: 20, by: 'own' })
  })

  test.each([15, 20, 25])('goes on at %i, where the object of another writer ends', (next) => {
    expect(settle('key', own, { ...own, next, sha256: 'bb' })).toEqual({ next, by: 'other' })
  })

  test.each([
    ['another start', { start: 11 }],
    ['an end that is no progress', { next: 10 }],
    ['no records', { records: 0 }],
  ])('refuses an object with %s', (_what, change) => {
    expect(() => settle('key', own, { ...own, ...change })).toThrow(
      expect.objectContaining({ code: 'FOREIGN_OBJECT' }),
    )
  })
})
