import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { TokenBucket } from '../../src/core/token-bucket.ts'

describe('the token bucket', () => {
  test('lets no more through than the rate and one second of burst', () => {
    const steps = fc.array(
      fc.record({ passMs: fc.nat(2000), count: fc.integer({ min: 1, max: 10 }) }),
    )
    fc.assert(
      fc.property(steps, (tries) => {
        const bucket = new TokenBucket(10)
        let nowMs = 0
        let spent = 0
        for (const { passMs, count } of tries) {
          nowMs += passMs
          if (!bucket.has(count, nowMs)) continue
          bucket.spend(count)
          spent += count
        }
        expect(spent).toBeLessThanOrEqual(10 + nowMs / 100 + 1e-6)
      }),
    )
  })

  test('lets more than it holds through when it is full, and then nothing until that is made up', () => {
    const bucket = new TokenBucket(2)
    expect(bucket.has(10, 0)).toBe(true)
    bucket.spend(10)
    expect(bucket.has(1, 4400)).toBe(false)
    expect(bucket.has(1, 4500)).toBe(true)
  })
})
