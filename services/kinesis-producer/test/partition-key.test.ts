import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createKeyChooser, type KeyRule, parseKeyRule } from '../src/partition-key.ts'

const MD5_OF_ABC = '900150983cd24fb0d6963f7d28e17f72'

const choose = (rule: KeyRule, value: string | Buffer, key: Buffer | null = null) =>
  createKeyChooser(rule)({ key, value: Buffer.from(value) })

describe('a key rule', () => {
  test('is field, key, hash or constant, and nothing else', () => {
    expect(parseKeyRule('field:a:b')).toEqual({ from: 'field', name: 'a:b' })
    expect(parseKeyRule('key')).toEqual({ from: 'key' })
    expect(parseKeyRule('hash')).toEqual({ from: 'hash' })
    expect(parseKeyRule('constant:x')).toEqual({ from: 'constant', text: 'x' })
    for (const text of [
      '',
      'field',
      'field:',
      'constant:',
      'random',
      `constant:${'x'.repeat(257)}`,
    ])
      expect(parseKeyRule(text)).toBeUndefined()
  })
})

describe('a partition key', () => {
  const field: KeyRule = { from: 'field', name: 'index' }

  test.each([
    ['{"index":7}', '7'],
    ['{"index":-0.5e1}', '-5'],
    ['{"index":"seven"}', 'seven'],
    ['{"index":1,"index":2}', '2'],
    ['{"index":"\\ud800"}', '\ufffd'],
  ])('is the field of %s: %s', (value, partitionKey) => {
    expect(choose(field, value)).toEqual({ partitionKey, fallback: false })
  })

  test.each([
    'abc',
    '{}',
    '{"index":null}',
    '{"index":{}}',
    '{"index":""}',
    '{"a":{"index":1}}',
    '[1]',
    'null',
    '',
  ])('falls back to the hash of the value for %s', (value) => {
    const { partitionKey } = choose({ from: 'hash' }, value)
    expect(choose(field, value)).toEqual({ partitionKey, fallback: true })
  })

  test('is no member that every object inherits', () => {
    expect(choose({ from: 'field', name: 'toString' }, '{}').fallback).toBe(true)
  })

  test("is the record's key as text, or the hash of a key that is no text", () => {
    expect(choose({ from: 'key' }, 'v', Buffer.from('é'))).toEqual({
      partitionKey: 'é',
      fallback: false,
    })
    const binary = choose({ from: 'key' }, 'v', Buffer.from([0xff]))
    expect(binary).toEqual(choose({ from: 'key' }, 'other value', Buffer.from([0xff])))
    expect(binary.fallback).toBe(false)
    expect(choose({ from: 'key' }, 'abc')).toEqual({ partitionKey: MD5_OF_ABC, fallback: true })
  })

  test('is the hash of the value, or the constant', () => {
    expect(choose({ from: 'hash' }, 'abc').partitionKey).toBe(MD5_OF_ABC)
    expect(choose({ from: 'constant', text: 'c' }, 'abc').partitionKey).toBe('c')
  })

  test('is there for any bytes, the same for the same', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.json(), (bytes, json) => {
        for (const value of [Buffer.from(bytes), Buffer.from(json)]) {
          const chosen = choose(field, value)
          expect(chosen.partitionKey).not.toBe('')
          expect(choose(field, Buffer.from(value))).toEqual(chosen)
        }
      }),
    )
  })
})
