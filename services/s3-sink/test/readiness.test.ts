import { describe, expect, test } from '@jest/globals'
import { readiness } from '../src/readiness.ts'

const good = {
  store: { check: async () => undefined },
  consumer: { isJoined: () => true },
  events: { failingPuts: () => [], undelivered: () => [] },
  checkLetters: undefined,
}
const fails = (reason: string) => async () => Promise.reject(new Error(reason))

describe('readiness', () => {
  test('is there when the bucket answers, the group has it, and puts and dead letters succeed', async () => {
    expect(await readiness(good)).toEqual({ ready: true })
    expect(await readiness({ ...good, checkLetters: async () => ({}) })).toEqual({ ready: true })
  })

  test.each([
    [{ consumer: { isJoined: () => false } }, 'not in the consumer group'],
    [{ store: { check: fails('no bucket') } }, 'no bucket'],
    [{ events: { ...good.events, failingPuts: () => ['t/0'] } }, 'puts keep failing for t/0'],
    [
      { events: { ...good.events, undelivered: () => ['t/0/5', 't/0/7'] } },
      'dead letters cannot be delivered: 2, the first of t/0/5',
    ],
    [
      { checkLetters: fails('There is no topic dead.') },
      'dead-letter topic: There is no topic dead.',
    ],
  ])('is lost, with the reason, when one of them fails: %#', async (bad, reason) => {
    expect(await readiness({ ...good, ...bad })).toEqual({ ready: false, reason })
  })
})
