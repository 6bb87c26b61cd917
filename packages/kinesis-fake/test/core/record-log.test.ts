import { describe, expect, test } from '@jest/globals'
import { RecordLog } from '../../src/core/record-log.ts'

function logOf(...records: readonly { arrivedAt: number; bytes?: number }[]): RecordLog {
  const log = new RecordLog()
  records.forEach(({ arrivedAt, bytes = 1 }, at) => {
    log.append({ sequenceNumber: String(at), partitionKey: 'k', data: '', arrivedAt, bytes })
  })
  return log
}

const numbers = (log: RecordLog, position: number, limit = {}) =>
  log
    .read(position, { records: 100, bytes: 100, ...limit })
    .records.map(({ sequenceNumber }) => sequenceNumber)

describe('the record log', () => {
  test('is read in parts that join without gap or overlap', () => {
    const log = logOf({ arrivedAt: 1 }, { arrivedAt: 2 }, { arrivedAt: 3 })
    const { records, next } = log.read(0, { records: 2, bytes: 100 })
    expect(records).toHaveLength(2)
    expect(numbers(log, next)).toEqual(['2'])
  })

  test('gives what fits the bytes, and one record in any case', () => {
    const log = logOf(
      { arrivedAt: 1, bytes: 60 },
      { arrivedAt: 1, bytes: 41 },
      { arrivedAt: 1, bytes: 200 },
    )
    expect(numbers(log, 0)).toEqual(['0'])
    expect(numbers(log, 0, { bytes: 101 })).toEqual(['0', '1'])
    expect(numbers(log, 2)).toEqual(['2'])
  })

  test('keeps positions over a trim, and reads from the oldest record where a position was trimmed', () => {
    const log = logOf({ arrivedAt: 1 }, { arrivedAt: 2 }, { arrivedAt: 2 }, { arrivedAt: 4 })
    log.trim(2)
    expect(log.start).toBe(1)
    expect(numbers(log, 2)).toEqual(['2', '3'])
    expect(numbers(log, 0)).toEqual(['1', '2', '3'])
    expect(log.positionAtTime(3)).toBe(3)
    expect(log.positionAtTime(5)).toBe(log.end)
  })
})
