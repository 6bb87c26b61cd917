import { expect, test } from '@jest/globals'
import { deadLetter, sendDeadLetter } from '../src/dead-letter.ts'
import { KafkaError } from '../src/errors.ts'
import type { ProduceRecord, RecordProducer } from '../src/record.ts'

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

test.each([
  { limit: 8, failures: 0, tries: 2 },
  { limit: 3, failures: 1, tries: 3 },
])(
  'a dead letter that is too large goes without its longer context headers, and is tried on while even that is refused (limit $limit)',
  async ({ limit, failures, tries }) => {
    const sent: (readonly string[])[] = []
    const failed: unknown[] = []
    let most = limit
    const tooLarge = { error: new KafkaError('KAFKA_RECORD_TOO_LARGE', 'too large') }
    const producer: RecordProducer = {
      produce: async (_topic, [letter]) => {
        const names = namesOf(letter)
        sent.push(names)
        return [names.length > most ? tooLarge : { partition: 0, offset: 1 }]
      },
    }
    const sender = {
      producer,
      topic: 'dead',
      backoff: { baseMs: 1, capMs: 1 },
      timing: {
        now: () => 0,
        random: () => 0,
        sleep: async () => {
          most = Number.POSITIVE_INFINITY
        },
      },
      onFailure: (error: unknown) => failed.push((error as KafkaError).code),
    }
    const record = {
      offset: 5,
      key: null,
      value: Buffer.from('v'),
      headers: { a: '' },
      timestamp: 0,
    }
    const letter = deadLetter({ topic: 't', partition: 0 }, record, context)
    await sendDeadLetter(letter, sender, new AbortController().signal)
    expect(failed).toEqual(new Array(failures).fill('KAFKA_RECORD_TOO_LARGE'))
    expect(sent).toHaveLength(tries)
    expect(sent[1]).toEqual([
      'a',
      '__connect.errors.topic',
      '__connect.errors.partition',
      '__connect.errors.offset',
      '__connect.errors.exception.stacktrace',
    ])
    expect(sent[2] ?? sent[0]).toEqual(sent[0])
  },
)

test('a dead letter whose partition was taken away meanwhile is no failure', async () => {
  const gone = new AbortController()
  const failed: unknown[] = []
  const sender = {
    producer: {
      produce: async () => {
        gone.abort(new Error('gone'))
        return [{ error: new KafkaError('KAFKA_UNAVAILABLE', 'down') }]
      },
    },
    topic: 'dead',
    backoff: { baseMs: 1, capMs: 1 },
    timing: { now: () => 0, random: () => 0, sleep: async () => undefined },
    onFailure: (error: unknown) => failed.push(error),
  }
  const sending = sendDeadLetter({ key: null, value: null }, sender, gone.signal)
  await expect(sending).rejects.toThrow('gone')
  expect(failed).toEqual([])
})

const context = {
  connectorName: 'sink',
  stage: 'TASK_PUT',
  className: 'x',
  code: 'NULL_VALUE',
  message: 'null',
} as const

const namesOf = (letter: ProduceRecord | undefined) => Object.keys(letter?.headers ?? {})
