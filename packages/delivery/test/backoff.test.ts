import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fullJitter } from '../src/backoff.ts'

test('a full-jitter wait lies between 0 and the exponential bound, and below the cap', () => {
  fc.assert(
    fc.property(
      fc.nat(5000),
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (retry, baseMs, capMs, draw) => {
        const wait = fullJitter(retry, { baseMs, capMs }, () => draw)
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(Math.min(capMs, baseMs * 2 ** retry))
      },
    ),
  )
})

test('the bound doubles with each retry until the cap', () => {
  const almostOne = () => 1 - Number.EPSILON
  const bounds = [0, 1, 2, 3, 4].map((retry) =>
    fullJitter(retry, { baseMs: 100, capMs: 1000 }, almostOne),
  )
  expect(bounds).toEqual([99, 199, 399, 799, 999])
})
