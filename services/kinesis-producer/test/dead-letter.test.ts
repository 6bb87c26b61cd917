import { expect, test } from '@jest/globals'
import { KafkaError, type RecordProducer } from '@pinpipe/kafka'
import { KinesisError } from '@pinpipe/kinesis'
import { deadLetter, sendDeadLetter } from '../src/dead-letter.ts'

const record = {
  offset: 41,
  key: Buffer.from('k'),
  value: Buffer.from('{'),
  headers: { trace: 'x', twice: [Buffer.from('1'), Buffer.from('2')] },
  timestamp: 0,
}

test("a dead letter keeps key, value and headers, and adds Connect's context", () => {
  const error = new KinesisError('KINESIS_RECORD_TOO_LARGE', 'too large')
  const letter = deadLetter({ topic: 'a.pin', partition: 2 }, record, error)
  expect(letter).toMatchObject({ key: record.key, value: record.value })
  const headers = Object.entries(letter.headers ?? {}).map(([name, value]) => [name, String(value)])
  expect(Object.fromEntries(headers)).toEqual({
    trace: 'x',
    twice: '2',
    '__connect.errors.topic': 'a.pin',
    '__connect.errors.partition': '2',
    '__connect.errors.offset': '41',
    '__connect.errors.connector.name': 'kinesis-producer',
    '__connect.errors.task.id': '0',
    '__connect.errors.stage': 'TASK_PUT',
    '__connect.errors.class.name': 'pinpipe.KinesisProducer',
    '__connect.errors.exception.class.name': 'org.apache.kafka.connect.errors.DataException',
    '__connect.errors.exception.message': 'too large',
    '__connect.errors.exception.stacktrace': 'KINESIS_RECORD_TOO_LARGE: too large',
  })
})

test('a dead letter is sent again after any failure, until the broker has it', async () => {
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
    onFailure: (error: unknown) => failures.push((error as KafkaError).code),
  }
  await sendDeadLetter({ key: null, value: null }, sender, new AbortController().signal)
  expect(failures).toEqual(['KAFKA_UNAVAILABLE', 'KAFKA_OUTCOME_UNKNOWN'])
  expect(answers).toHaveLength(0)
})
