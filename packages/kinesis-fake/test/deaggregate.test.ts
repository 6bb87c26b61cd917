import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { deaggregate } from '../src/deaggregate.ts'

const VECTOR =
  'f3899ac20a01610a01621a0908001a0568656c6c6f1a0908011a05776f726c647cf45228cd79941b056e6743990bf8ab'

/** Magic, message and a right MD5. */
function framed(message: string): Buffer {
  const bytes = Buffer.from(message, 'hex')
  const md5 = createHash('md5').update(bytes).digest()
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), bytes, md5])
}

describe('deaggregation', () => {
  test("reads the KPL's record", () => {
    expect(deaggregate(Buffer.from(VECTOR, 'hex'))).toEqual([
      { partitionKey: 'a', data: Buffer.from('hello') },
      { partitionKey: 'b', data: Buffer.from('world') },
    ])
  })

  test('reads a record with tags, which nobody uses', () => {
    const tagged = framed('0a0161' + '1a0a' + '0800' + '1a0178' + '22030a0174')
    expect(deaggregate(tagged)).toEqual([{ partitionKey: 'a', data: Buffer.from('x') }])
  })

  test('takes anything else for a plain record', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(deaggregate(Buffer.from(bytes))).toBeUndefined()
        const magic = Buffer.concat([Buffer.from('f3899ac2', 'hex'), bytes])
        expect(deaggregate(magic)).toBeUndefined()
      }),
    )
  })

  test('a changed byte anywhere makes it a plain record', () => {
    const bytes = Buffer.from(VECTOR, 'hex')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] as number) ^ 1
      expect(deaggregate(changed)).toBeUndefined()
    }
  })

  test.each([
    ['a key that the table lacks', '0a0161' + '1a05' + '0801' + '1a0178'],
    ['a record without data', '0a0161' + '1a02' + '0800'],
    ['a record without a key', '0a0161' + '1a03' + '1a0178'],
    ['a message that is cut', '0a0561'],
    ['a number without end', '08ffffffffffffffffff01'],
    ['another wire type', '0d00000000'],
  ])('%s with a right MD5 is a plain record too', (_, message) => {
    expect(deaggregate(framed(message))).toBeUndefined()
  })
})
