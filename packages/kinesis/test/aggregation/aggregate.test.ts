import { describe, expect, test } from '@jest/globals'
import { deaggregate } from '@pinpipe/kinesis-fake'
import fc from 'fast-check'
import { Aggregate } from '../../src/aggregation/aggregate.ts'
import type { UserRecord } from '../../src/aggregation/format.ts'

const key = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
const userRecord: fc.Arbitrary<UserRecord> = fc.record(
  {
    data: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    partitionKey: fc.oneof(fc.constantFrom('a', 'b', 'c'), key),
    explicitHashKey: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(String),
  },
  { requiredKeys: ['data', 'partitionKey'] },
)
const userRecords = fc.array(userRecord, { minLength: 1, maxLength: 60, size: 'max' })

describe('an aggregate', () => {
  test('is what the KPL makes of the same records', () => {
    const aggregate = new Aggregate(1_000)
    aggregate.add({ partitionKey: 'a', data: Buffer.from('hello') })
    aggregate.add({ partitionKey: 'b', data: Buffer.from('world') })
    expect(aggregate.encode().toString('hex')).toBe(
      'f3899ac20a01610a01621a0908001a0568656c6c6f1a0908011a05776f726c647cf45228cd79941b056e6743990bf8ab',
    )
  })

  test('gives back any records as they were, in order', () => {
    fc.assert(
      fc.property(userRecords, (records) => {
        const aggregate = new Aggregate(Number.POSITIVE_INFINITY)
        for (const record of records) expect(aggregate.add(record)).toBe(true)
        expect(deaggregate(aggregate.encode())).toEqual(records)
      }),
      { numRuns: 50 },
    )
  })

  test('never exceeds its limit, knows its size to the byte, and refuses only what does not fit', () => {
    fc.assert(
      fc.property(userRecords, fc.integer({ min: 20, max: 3_000 }), (records, limit) => {
        const aggregate = new Aggregate(limit)
        const unlimited = new Aggregate(Number.POSITIVE_INFINITY)
        for (const record of records) {
          if (!aggregate.add(record)) {
            unlimited.add(record)
            expect(unlimited.encode().length).toBeGreaterThan(limit)
            break
          }
          unlimited.add(record)
        }
        const { length } = aggregate.encode()
        expect(length).toBe(aggregate.size)
        expect(length).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 100 },
    )
  })

  test('holds more records than a byte can count', () => {
    const aggregate = new Aggregate(Number.POSITIVE_INFINITY)
    const records = Array.from({ length: 2_000 }, (_, i) => ({
      partitionKey: `key ${i}`,
      data: Buffer.from(String(i)),
    }))
    for (const record of records) aggregate.add(record)
    expect(aggregate.encode()).toHaveLength(aggregate.size)
    expect(deaggregate(aggregate.encode())).toEqual(records)
  })
})
