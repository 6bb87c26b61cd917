import { describe, expect, test } from '@jest/globals'
import { deadLetter } from '../src/dead-letter.ts'
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
