import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Mt19937 } from '../src/mt19937.ts'

describe('Mt19937', () => {
  test('gives the reference words for the key array of its authors', () => {
    const random = new Mt19937([0x123, 0x234, 0x345, 0x456])
    const words = Array.from({ length: 5 }, () => random.next())
    expect(words).toEqual([1067595299, 955945823, 477289528, 4107218783, 4228976476])
  })

  test('is the same again after a new start with the same key', () => {
    const draw = () => {
      const random = new Mt19937([100])
      return Array.from({ length: 2000 }, () => random.next())
    }
    expect(draw()).toEqual(draw())
  })

  test('stays below every bound', () => {
    const bound = fc.integer({ min: 1, max: 2 ** 31 })
    fc.assert(
      fc.property(bound, fc.nat(), (n, seed) => {
        const random = new Mt19937([seed])
        for (let i = 0; i < 20; i++) {
          const drawn = random.below(n)
          expect(drawn >= 0 && drawn < n).toBe(true)
        }
      }),
    )
  })
})
