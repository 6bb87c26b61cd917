import { expect, test } from '@jest/globals'
import { type RetryOptions, systemTiming, type Timing, withRetry } from '../src/retry.ts'

/** A clock that moves only when something sleeps; every wait is the whole jitter bound. */
function fakeTiming(): Timing & { readonly waits: number[] } {
  let now = 0
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    random: () => 1 - Number.EPSILON,
    sleep: async (ms) => {
      waits.push(ms)
      now += ms
    },
  }
}

const policy = { baseMs: 100, capMs: 1000, forMs: 10_000 }
const always: RetryOptions['decide'] = () => ({ retry: true })

test('an operation that fails twice and then succeeds is tried three times', async () => {
  const timing = fakeTiming()
  const result = await withRetry(
    async (attempt) => {
      if (attempt < 2) throw new Error(`attempt ${attempt}`)
      return attempt
    },
    { policy, decide: always, timing },
  )
  expect(result).toBe(2)
  expect(timing.waits).toEqual([99, 199])
})

test('an error that is not retriable ends the tries at once', async () => {
  const timing = fakeTiming()
  const failing = withRetry(() => Promise.reject(new Error('for good')), {
    policy,
    decide: () => ({ retry: false }),
    timing,
  })
  await expect(failing).rejects.toThrow('for good')
  expect(timing.waits).toEqual([])
})

test('the whole time is used, no attempt starts after it, and the last error is thrown', async () => {
  const timing = fakeTiming()
  let attempts = 0
  const failing = withRetry(
    async () => {
      attempts += 1
      throw new Error(`attempt ${attempts}`)
    },
    { policy, decide: always, timing },
  )
  await expect(failing).rejects.toThrow(/^attempt \d+$/)
  expect(timing.now()).toBe(policy.forMs)
  expect(attempts).toBeGreaterThan(5)
})

test("the other side's least wait is kept", async () => {
  const timing = fakeTiming()
  await withRetry(
    (attempt) => (attempt === 0 ? Promise.reject(new Error('429')) : Promise.resolve()),
    {
      policy,
      decide: () => ({ retry: true, afterMs: 3000 }),
      timing,
    },
  )
  expect(timing.waits).toEqual([3000])
})

test('a least wait that is longer than the time left ends the tries', async () => {
  const timing = fakeTiming()
  const failing = withRetry(() => Promise.reject(new Error('429')), {
    policy,
    decide: () => ({ retry: true, afterMs: policy.forMs + 1 }),
    timing,
  })
  await expect(failing).rejects.toThrow('429')
  expect(timing.waits).toEqual([])
})

test('an abort ends a real wait at once with its reason', async () => {
  const controller = new AbortController()
  const waiting = systemTiming.sleep(60_000, controller.signal)
  controller.abort(new Error('shutting down'))
  await expect(waiting).rejects.toThrow('shutting down')
  await expect(systemTiming.sleep(60_000, controller.signal)).rejects.toThrow('shutting down')
})
