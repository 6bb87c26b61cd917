import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { RateLimiter } from '../../src/producer/rate-limiter.ts'

/** Sends records of `bytes` as fast as the limiter allows; when each was sent. */
function sendTimes(limiter: RateLimiter, bytes: number, untilMs: number): number[] {
  const times: number[] = []
  for (let now = 0; now < untilMs; now = Math.max(now, limiter.freeAt)) {
    limiter.take(bytes, now)
    times.push(now)
  }
  return times
}

describe("a shard's rate", () => {
  test('is never above its quota by more than the burst and one record', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom(0.1, 0.5, 1),
        (bytes, share) => {
          const times = sendTimes(new RateLimiter(share, 0), bytes, 5_000)
          const perSecond = share * Math.min(1_000, 1_000_000 / bytes)
          const elapsed = (times.at(-1) as number) / 1_000
          expect(times.length).toBeLessThanOrEqual(perSecond * (elapsed + 0.25) + 1)
        },
      ),
    )
  })

  test('is used up in the long run', () => {
    expect(sendTimes(new RateLimiter(1, 0), 100, 10_000).length).toBeGreaterThan(10_000)
    expect(sendTimes(new RateLimiter(1, 0), 10_000, 10_000).length).toBeGreaterThan(1_000)
  })

  test('lets a record pass that is larger than a second of it, and waits for it afterwards', () => {
    const limiter = new RateLimiter(1, 0)
    limiter.take(10_000_000, 0)
    expect(limiter.freeAt).toBeGreaterThan(9_700)
    expect(limiter.freeAt).toBeLessThan(9_800)
  })
})
