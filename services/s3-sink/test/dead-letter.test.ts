import { describe, expect, test } from '@jest/globals'
import { KafkaError, type RecordProducer } from '@pinpipe/kafka'
import { deadLetter, sendDeadLetter } from '../src/dead-letter.ts'
import type { RecordProblem } from '../src/route.ts'

const at = { topic: 'a.pin', partition: 2 }
const record = {
  offset: 41,
  key: Buffer.from('k'),
  value: Buffer.from('{'),
  headers: { trace: 'x', twice: [Buffer.from('1'), Buffer.from('2')] },
  timestamp: 0,
}
const problem: RecordProblem = { code: 'MALFORMED_VALUE', stage: 'VALUE_CONVERTER', message: 'bad' }
const options = { topic: 'dead', contextHeaders: true, connectorName: 'sink' }

const texts = (headers: Readonly<Record<string, Uint8Array | null>> = {}) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value && Buffer.from(value).toString()]),
  )

describe('deadLetter', () => {
  test("keeps key, value and headers, and adds Connect's context", () => {
    const letter = deadLetter(at, record, problem, options)
    expect(letter).toMatchObject({ key: record.key, value: record.value })
    expect(texts(letter.headers)).toEqual({
      trace: 'x',
      twice: '2',
      '__connect.errors.topic': 'a.pin',
      '__connect.errors.partition': '2',
      '__connect.errors.offset': '41',
      '__connect.errors.connector.name': 'sink',
      '__connect.errors.task.id': '0',
      '__connect.errors.stage': 'VALUE_CONVERTER',
      '__connect.errors.class.name': 'org.apache.kafka.connect.json.JsonConverter',
      '__connect.errors.exception.class.name': 'org.apache.kafka.connect.errors.DataException',
      '__connect.errors.exception.message': 'bad',
      '__connect.errors.exception.stacktrace': 'MALFORMED_VALUE: bad',
    })
  })

  test('says nothing more when context headers are off', () => {
    const letter = deadLetter(at, record, problem, { ...options, contextHeaders: false })
    expect(texts(letter.headers)).toEqual({ trace: 'x', twice: '2' })
  })
})

describe('sendDeadLetter', () => {
  test('sends again after an error and after an unknown outcome, until it is acknowledged', async () => {
    const answers = [
      () => Promise.reject(new KafkaError('KAFKA_UNAVAILABLE', 'down')),
      async () => [{ error: new KafkaError('KAFKA_OUTCOME_UNKNOWN', 'cut') }],
      async () => [{ partition: 0, offset: 1 }],
    ]
    const attempts: number[] = []
    const producer: RecordProducer = { produce: async () => (await answers.shift()?.()) ?? [] }
    await sendDeadLetter(
      'dead',
      { key: null, value: null },
      {
        producer,
        backoff: { baseMs: 1, capMs: 1 },
        timing: { now: () => 0, random: () => 0, sleep: async () => undefined },
        onFailure: (_error, attempt) => attempts.push(attempt),
      },
      new AbortController().signal,
    )
    expect(attempts).toEqual([1, 2])
    expect(answers).toHaveLength(0)
  })
})
