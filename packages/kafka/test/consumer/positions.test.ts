import { describe, expect, test } from '@jest/globals'
import { Positions } from '../../src/consumer/positions.ts'

const at = { topic: 'a.pin', partition: 0 }

describe('Positions', () => {
  test('set out from the committed offset', () => {
    const positions = new Positions()
    expect(positions.begin([{ ...at, committed: 7, low: 0, high: 10 }])).toEqual([])
    expect(positions.expected(at)).toBe(7)
  })

  test('set out from the oldest record where nothing is committed, which is no gap', () => {
    const positions = new Positions()
    expect(positions.begin([{ ...at, committed: undefined, low: 4, high: 10 }])).toEqual([])
    expect(positions.expected(at)).toBe(4)
  })

  test('report the records that the broker deleted above the committed offset', () => {
    const positions = new Positions()
    expect(positions.begin([{ ...at, committed: 3, low: 8, high: 10 }])).toEqual([
      { ...at, from: 3, to: 8 },
    ])
    expect(positions.expected(at)).toBe(8)
  })

  test('stand at the end of an empty log', () => {
    const positions = new Positions()
    expect(positions.begin([{ ...at, committed: 10, low: 10, high: 10 }])).toEqual([])
    expect(positions.expected(at)).toBe(10)
  })

  test('refuse a log that ends before the committed offset', () => {
    const begin = () => new Positions().begin([{ ...at, committed: 11, low: 0, high: 10 }])
    expect(begin).toThrow(expect.objectContaining({ code: 'KAFKA_POSITION_LOST' }))
  })

  test('know only the partitions of their generation', () => {
    const positions = new Positions()
    positions.begin([{ ...at, committed: 0, low: 0, high: 10 }])
    positions.moveTo(at, 5)
    expect(positions.expected(at)).toBe(5)
    expect(positions.expected({ ...at, partition: 1 })).toBeUndefined()
  })
})
