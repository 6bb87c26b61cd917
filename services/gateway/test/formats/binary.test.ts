import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { binaryFormat } from '../../src/formats/binary.ts'

const encode = (json: string) => Buffer.from(binaryFormat.encode(Buffer.from(json)))

describe('the binary format', () => {
  test('stores the bytes that any base64 text stands for', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64')
        expect(encode(JSON.stringify(text))).toEqual(Buffer.from(bytes))
        expect(encode(JSON.stringify(text.replaceAll('=', '')))).toEqual(Buffer.from(bytes))
      }),
    )
  })

  test('reads escapes in the JSON string', () => {
    expect(encode('"\\u0061Gk\\u003d"').toString()).toBe('hi')
    expect(encode('"\\/\\/\\/\\/"')).toEqual(Buffer.from('ffffff', 'hex'))
  })

  test.each(['"a"', '"aGk=="', '"a GI"', '"a-_b"', '"=aGk"', '"é"', '1', '{}', 'true'])(
    'refuses %s',
    (json) => {
      expect(() => encode(json)).toThrow('is not a base64 string')
    },
  )
})
