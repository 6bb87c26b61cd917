import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { asShown, followerText } from '../src/followers.ts'

describe('follower counts', () => {
  it.each([
    [0, '0'],
    [999.4, '999'],
    [999.5, '1k'],
    [28_400, '28k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [15_000_000, '15M'],
  ])('write %d as %s', (count, text) => {
    expect(followerText(asShown(count))).toBe(text)
  })

  it('have no decimals, lowercase k and uppercase M only, and stand for what they show', () => {
    const factors = { '': 1, k: 1000, M: 1_000_000 } as const
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1.5e7, noNaN: true }), (count) => {
        const shown = asShown(count)
        const [, digits, unit] = /^(\d{1,3})([kM]?)$/.exec(followerText(shown)) ?? []
        expect(Number(digits) * factors[unit as keyof typeof factors]).toBe(shown)
      }),
    )
  })
})
