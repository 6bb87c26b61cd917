import { expect, test } from '@jest/globals'
import { KinesisError } from '@pinpipe/kinesis'
import { deadLetter } from '../src/dead-letter.ts'

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
