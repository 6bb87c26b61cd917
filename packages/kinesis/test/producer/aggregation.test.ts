import { describe, expect, test } from '@jest/globals'
import { deaggregate } from '@pinpipe/kinesis-fake'
import fc from 'fast-check'
import { hashKey } from '../../src/hash-key.ts'
import { codeOf, fakeProducer } from '../fakes/producer.ts'

describe('aggregation in the producer', () => {
  test('packs the records of a shard into one, whose key is `a` and hash that of the first', async () => {
    const { timing, stream, put } = fakeProducer({ aggregate: true })
    const keys = ['x', 'y', 'z']
    const outcomes = await timing.until(Promise.all(keys.map((key) => put(key, `of ${key}`))))
    const place = { shardId: 'shardId-000000000000', sequenceNumber: '1' }
    expect(outcomes).toEqual(
      [0, 1, 2].map((subSequenceNumber) => ({ ...place, subSequenceNumber })),
    )
    expect(stream.requests).toEqual([
      [
        {
          data: expect.any(Buffer),
          partitionKey: 'a',
          explicitHashKey: String(hashKey('x')),
        },
      ],
    ])
    expect(stream.read().map(({ key, text }) => [key, text])).toEqual([
      ['x', 'of x'],
      ['y', 'of y'],
      ['z', 'of z'],
    ])
  })

  test('sends a record that is alone as it is', async () => {
    const { timing, stream, put } = fakeProducer({ aggregate: true })
    expect(await timing.until(put('x', 'alone'))).not.toHaveProperty('subSequenceNumber')
    expect(stream.requests).toEqual([[{ data: Buffer.from('alone'), partitionKey: 'x' }]])
  })

  test('no Kinesis record exceeds the target, unless a single one does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 400 })), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.integer({ min: 50, max: 700 }),
        async (records, aggregateBytes) => {
          const { timing, stream, put } = fakeProducer({ aggregate: true, aggregateBytes }, 2)
          const puts = records.map(([key, size]) => put(`key ${key}`, 'x'.repeat(size)))
          const outcomes = await timing.until(Promise.all(puts))
          expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['ok']))
          for (const { data, partitionKey } of stream.requests.flat())
            if (deaggregate(Buffer.from(data)))
              expect(data.length + partitionKey.length).toBeLessThanOrEqual(aggregateBytes)
          expect(stream.read()).toHaveLength(records.length)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('nor does one exceed what the stream takes, where that is less', async () => {
    const { timing, stream, put } = fakeProducer({ aggregate: true, maxRecordBytes: 500 })
    const puts = Array.from({ length: 20 }, (_, i) => put(`key ${i}`, 'x'.repeat(90)))
    await timing.until(Promise.all(puts))
    const sizes = stream.requests.flat().map(({ data }) => data.length + 1)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
  })

  test('all records of an aggregate are for its shard', async () => {
    const { timing, stream, put } = fakeProducer({ aggregate: true }, 4)
    await timing.until(Promise.all(Array.from({ length: 200 }, (_, i) => put(`key ${i}`, 'x'))))
    expect(stream.requests.flat()).toHaveLength(4)
    expect(stream.read()).toHaveLength(200)
  })

  test('an explicit hash key for another shard keeps a record out of the aggregate, and in its order', async () => {
    const { timing, stream, producer } = fakeProducer({ aggregate: true }, 2)
    const highest = String(2n ** 128n - 1n)
    const puts = ['0', '0', highest, '0', '0'].map((explicitHashKey, i) =>
      producer.put({ data: Buffer.from(String(i)), partitionKey: 'k', explicitHashKey }),
    )
    const outcomes = await timing.until(Promise.all(puts))
    expect(outcomes.map((outcome) => 'shardId' in outcome && outcome.shardId.at(-1))).toEqual([
      '0',
      '0',
      '1',
      '0',
      '0',
    ])
    expect(stream.read().map(({ text }) => text)).toEqual(['0', '1', '3', '4', '2'])
    expect(stream.requests).toHaveLength(3)
  })
})
