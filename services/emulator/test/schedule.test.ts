import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fixedRate, originalPace } from '../src/schedule.ts'
import { FakeTiming } from './fakes/timing.ts'

const signal = new AbortController().signal
const at = (posts: number, rate: number, timing: FakeTiming, singlesUpTo = 100) =>
  fixedRate({ posts, rate, maxPosts: 500, singlesUpTo }, timing)

describe('a fixed rate', () => {
  test('does not drift: the last post is due at its own time, whatever the sends take', async () => {
    const timing = new FakeTiming()
    const schedule = at(100, 10, timing)
    for (let post = 0; post < 100; post++) {
      expect(await schedule.due(post, signal)).toBe(1)
      timing.advance(60)
    }
    expect(timing.now()).toBeCloseTo(99 * 100 + 60)
  })

  test.each([100, 500])(
    'sends one post a request up to %i posts/s, also after a stall',
    async (rate) => {
      const timing = new FakeTiming()
      const schedule = at(10_000, rate, timing, rate)
      await schedule.due(0, signal)
      timing.advance(5000)
      expect(await schedule.due(1, signal)).toBe(1)
    },
  )

  test.each([100, 500])(
    'shares requests above %i posts/s so that a topic gets 100 a second',
    async (singlesUpTo) => {
      const timing = new FakeTiming()
      const schedule = at(10_000, 2000, timing, singlesUpTo)
      const counts: number[] = []
      for (let next = 0; timing.now() < 500; next += counts.at(-1) as number) {
        counts.push(await schedule.due(next, signal))
      }
      expect(new Set(counts)).toEqual(new Set([20]))
    },
  )

  test('sends all that is due after a stall, up to the limit of a request', async () => {
    const timing = new FakeTiming()
    const schedule = at(10_000, 200, timing)
    await schedule.due(0, signal)
    timing.advance(1000)
    expect(await schedule.due(2, signal)).toBe(200)
    timing.advance(9000)
    expect(await schedule.due(202, signal)).toBe(500)
  })

  test('tells how late a post is', async () => {
    const timing = new FakeTiming()
    const schedule = at(100, 10, timing)
    await schedule.due(0, signal)
    expect(schedule.lateMs(1)).toBe(0)
    timing.advance(350)
    expect(schedule.lateMs(1)).toBe(250)
  })

  test('hands out every post once and none before its time', async () => {
    const sizes = {
      posts: fc.integer({ min: 1, max: 400 }),
      rate: fc.integer({ min: 1, max: 5000 }),
    }
    await fc.assert(
      fc.asyncProperty(
        fc.record({ ...sizes, stalls: fc.array(fc.nat(3000), { minLength: 1 }) }),
        async ({ posts, rate, stalls }) => {
          const timing = new FakeTiming()
          const schedule = at(posts, rate, timing)
          let next = 0
          for (let request = 0; next < posts; request++) {
            next += await schedule.due(next, signal)
            expect(timing.now()).toBeGreaterThanOrEqual(((next - 1) * 1000) / rate - 1e-6)
            timing.advance(stalls[request % stalls.length] as number)
          }
          expect(next).toBe(posts)
        },
      ),
    )
  })

  test('ends a wait when the run is stopped', async () => {
    const schedule = at(10, 1, new FakeTiming())
    await schedule.due(0, signal)
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(schedule.due(1, stopped)).rejects.toThrow('stopped')
  })
})

describe('the pace of the original', () => {
  test('sleeps the drawn 0 or 1 s before each post, after the post before it', async () => {
    const timing = new FakeTiming()
    const schedule = originalPace(Uint8Array.from([0, 1, 1]), timing)
    for (const post of [0, 1, 2]) {
      expect(await schedule.due(post, signal)).toBe(1)
      timing.advance(300)
    }
    expect(timing.sleeps).toEqual([0, 1000, 1000])
    expect(schedule.lateMs(2)).toBe(0)
  })
})
