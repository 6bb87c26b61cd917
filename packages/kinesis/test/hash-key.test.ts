import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hashKey, MAX_HASH_KEY, parseHashKey } from '../src/hash-key.ts'

describe('the hash of a key', () => {
  test('is the MD5 of its UTF-8 bytes, most significant first', () => {
    expect(hashKey('')).toBe(0xd41d8cd98f00b204e9800998ecf8427en)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        const bytes = [...createHash('md5').update(key, 'utf8').digest()]
        expect(hashKey(key)).toBe(bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n))
      }),
    )
  })

  test('is read from decimals up to 2^128 - 1', () => {
    expect(parseHashKey('0')).toBe(0n)
    expect(parseHashKey(String(MAX_HASH_KEY))).toBe(MAX_HASH_KEY)
  })

  test.each(['', '-1', '00', '1e3', ' 1', String(MAX_HASH_KEY + 1n)])(
    'is not read from "%s"',
    (text) => {
      expect(parseHashKey(text)).toBeUndefined()
    },
  )
})
