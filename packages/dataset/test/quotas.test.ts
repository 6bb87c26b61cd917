import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { apportion, quotaCodes } from '../src/quotas.ts'
import { draws } from '../src/random.ts'

const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 })

describe('quotas', () => {
  it('add up to the total, each within one of its exact share', () => {
    fc.assert(
      fc.property(fc.nat(100_000), weights, (total, parts) => {
        const counts = apportion(total, parts)
        const sum = parts.reduce((a, b) => a + b, 0)
        expect(counts.reduce((a, b) => a + b, 0)).toBe(total)
        for (const [i, count] of counts.entries())
          expect(Math.abs(count - (total * (parts[i] as number)) / sum)).toBeLessThan(1)
      }),
    )
  })

  it('are met exactly by the codes', () => {
    fc.assert(
      fc.property(fc.nat(2000), weights, (total, parts) => {
        const codes = quotaCodes(total, parts, draws(1, 'codes'))
        const counts = parts.map((_, code) => codes.filter((each) => each === code).length)
        expect(counts).toEqual(apportion(total, parts))
      }),
    )
  })
})
