import { describe, expect, test } from '@jest/globals'
import { readiness } from '../src/readiness.ts'

const good = {
  streams: { check: async () => undefined },
  consumer: { isJoined: () => true },
  relay: { oldestAgeMs: 100 },
  patienceMs: 100,
}

describe('readiness', () => {
  test('is there when the streams answer, the group has it and no record waits too long', async () => {
    expect(await readiness(good)).toEqual({ ready: true })
  })

  test('is lost, with the reason, when one of them fails', async () => {
    const check = async () => Promise.reject(new Error('Kinesis is away'))
    expect(await readiness({ ...good, streams: { check } })).toMatchObject({
      reason: 'Kinesis is away',
    })
    expect(await readiness({ ...good, consumer: { isJoined: () => false } })).toMatchObject({
      reason: 'not in the consumer group',
    })
    expect(await readiness({ ...good, relay: { oldestAgeMs: 101 } })).toMatchObject({
      reason: 'a record has waited 101 ms to be stored',
    })
  })
})
