import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { unpack } from '../../src/stream/aggregate.ts'
import { aggregateOf, bytesField, numberField, wrapped } from './aggregates.ts'

/** Keys a and b with hello and world, as the KPL itself writes them. */
const VECTOR =
  'f3899ac20a01610a01621a0908001a0568656c6c6f1a0908011a05776f726c647cf45228cd79941b056e6743990bf8ab'

const texts = (data: Uint8Array) =>
  unpack(data)?.map((part) => [part.partitionKey, Buffer.from(part.data).toString()])

const part = fc.tuple(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 }))
const parts = fc.array(part, { minLength: 1, maxLength: 200 })

describe('an aggregate is unpacked', () => {
  test('as the KPL has packed it', () => {
    expect(texts(Buffer.from(VECTOR, 'hex'))).toEqual([
      ['a', 'hello'],
      ['b', 'world'],
    ])
  })

  test('into the records that were packed, in their order', () => {
    fc.assert(
      fc.property(parts, (packed) => {
        const found = unpack(aggregateOf(packed))
        expect(found?.map(({ partitionKey }) => partitionKey)).toEqual(packed.map(([key]) => key))
        for (const [at, [, data]] of packed.entries()) {
          expect(Buffer.compare(found?.[at]?.data ?? Buffer.alloc(0), data)).toBe(0)
        }
      }),
    )
  })

  test('past hash keys, tags and fields that nobody knows yet', () => {
    const record = [numberField(1, 0), numberField(2, 0), bytesField(3, Buffer.from('x'))]
    const tag = bytesField(4, bytesField(1, Buffer.from('tag')))
    const fixed = Buffer.from([(9 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8, (10 << 3) | 5, 1, 2, 3, 4])
    const message = [bytesField(1, Buffer.from('k')), bytesField(2, Buffer.from('340')), fixed]
    const whole = Buffer.concat([...message, bytesField(3, Buffer.concat([...record, tag]))])
    expect(texts(wrapped(whole))).toEqual([['k', 'x']])
  })
})

describe('a plain record is what', () => {
  test('any changed byte makes of an aggregate', () => {
    const vector = Buffer.from(VECTOR, 'hex')
    const change = fc.record({
      at: fc.nat(vector.length - 1),
      by: fc.integer({ min: 1, max: 255 }),
    })
    fc.assert(
      fc.property(change, ({ at, by }) => {
        const bytes = Buffer.from(vector)
        bytes[at] = (bytes[at] ?? 0) ^ by
        expect(unpack(bytes)).toBeUndefined()
      }),
    )
  })

  test.each<[string, Buffer]>([
    ['is shorter than an empty aggregate', Buffer.from('f3899ac2', 'hex')],
    ['holds a record without a key', wrapped(bytesField(3, bytesField(3, Buffer.from('x'))))],
    [
      'holds a record of a key that is not in the table',
      wrapped(bytesField(3, Buffer.concat([numberField(1, 1), bytesField(3, Buffer.from('x'))]))),
    ],
    [
      'holds a record without data',
      wrapped(Buffer.concat([bytesField(1, Buffer.from('k')), bytesField(3, numberField(1, 0))])),
    ],
    ['has a field that goes beyond its end', wrapped(Buffer.from([0x0a, 9, 1]))],
    ['has a number that does not end', wrapped(Buffer.from([0x08, 0x80]))],
    ['has a number of more than 64 bits', wrapped(Buffer.from([0x48, ...Array(10).fill(0x80), 1]))],
    ['has a group', wrapped(Buffer.from([0x0b, 0x0c]))],
    ['has a number for a record', wrapped(numberField(3, 1))],
  ])('%s', (_, bytes) => {
    expect(unpack(bytes)).toBeUndefined()
  })
})
