import { expect, test } from '@jest/globals'
import { sendDeadLetter } from '../src/dead-letter.ts'
import { KafkaError } from '../src/errors.ts'
import type { RecordProducer } from '../src/record.ts'

test('a dead letter is sent again after an error and after an unknown outcome, until it is acknowledged', async () => {
  const answers = [
    () => Promise.reject(new KafkaError('KAFKA_UNAVAILABLE', 'down')),
    async () => [{ error: new KafkaError('KAFKA_OUTCOME_UNKNOWN', 'cut') }],
    async () => [{ partition: 0, offset: 1 }],
  ]
  const failures: unknown[] = []
  const producer: RecordProducer = { produce: async () => (await answers.shift()?.()) ?? [] }
  const sender = {
    producer,
    topic: 'dead',
    backoff: { baseMs: 1, capMs: 1 },
    timing: { now: () => 0, random: () => 0, sleep: async () => undefined },
    onFailure: (error: unknown, attempt: number) =>
      failures.push([(error as KafkaError).code, attempt]),
  }
  await sendDeadLetter({ key: null, value: null }, sender, new AbortController().signal)
  expect(failures).toEqual([
    ['KAFKA_UNAVAILABLE', 1],
    ['KAFKA_OUTCOME_UNKNOWN', 2],
  ])
  expect(answers).toHaveLength(0)
})
