import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { byteArrayFormat, jsonFormat } from '../src/format.ts'

const encode = (text: string | Buffer) => jsonFormat.encode(Buffer.from(text))?.toString()

describe('JsonFormat', () => {
  test.each([
    '{"index":9007199254740993}',
    '{"price":1.10}',
    '1e400',
    '{"b":1,"a":2,"b":3}',
    '"\\ud800"',
    '"é\u{1f600}\u00a0"',
    'null',
    ' [ 1 ,\t2 ] ',
  ])('keeps %s byte by byte', (text) => {
    expect(encode(text)).toBe(text)
  })

  test('replaces raw CR and LF, which are white space in valid JSON, by blanks', () => {
    expect(encode('{\r\n"a":\n"\\n"}\n')).toBe('{  "a": "\\n"} ')
  })

  test.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['two texts', '{}{}'],
    ['a raw line break in a string', '"a\nb"'],
    ['a comment', '{} // x'],
    ['a byte order mark', '\ufeff{}'],
    ['a no-break space between tokens', '[1,\u00a02]'],
    ['NaN', 'NaN'],
  ])('refuses %s', (_what, text) => {
    expect(encode(text)).toBeUndefined()
  })

  test.each([
    ['a lone continuation byte', Buffer.from([0x22, 0x80, 0x22])],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['Latin-1', Buffer.from('"é"', 'latin1')],
  ])('refuses %s, which is not UTF-8', (_what, bytes) => {
    expect(encode(bytes)).toBeUndefined()
  })

  test('takes exactly what a strict UTF-8 JSON parser takes', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const piece = fc.oneof(
      fc.json(),
      fc.constantFrom('{', '}', '"', 'é', '\u00a0', '\u2028', '\ufeff', ',', ':', '1', '\n'),
      fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), fc.boolean(), (pieces, latin1) => {
        const value = Buffer.from(pieces.join(''), latin1 ? 'latin1' : 'utf8')
        let valid = true
        try {
          JSON.parse(decoder.decode(value))
        } catch {
          valid = false
        }
        const encoded = jsonFormat.encode(value)
        expect(encoded !== undefined).toBe(valid)
        if (encoded) expect(JSON.parse(encoded.toString())).toEqual(JSON.parse(value.toString()))
        expect(encoded?.includes(10) ?? false).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('counts the records of a body by its lines', () => {
    expect(jsonFormat.count(Buffer.from('{}\n[]\n'))).toBe(2)
  })
})

describe('ByteArrayFormat', () => {
  test('keeps any bytes, and cannot count what another writer left', () => {
    const format = byteArrayFormat('.dat', ';')
    const bytes = Buffer.from([0, 10, 13, 255])
    expect(format.encode(bytes)).toBe(bytes)
    expect(format).toMatchObject({ extension: '.dat', separator: Buffer.from(';') })
    expect(format.count(bytes)).toBeUndefined()
  })
})
