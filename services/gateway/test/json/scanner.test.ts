import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { JsonSyntaxError, MAX_DEPTH, skipSpace, skipValue } from '../../src/json/scanner.ts'

/** Whether the scanner takes the whole text as one JSON value. */
function accepts(text: string): boolean {
  const json = Buffer.from(text)
  try {
    return skipSpace(json, skipValue(json, skipSpace(json, 0))) === json.length
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false
    throw error
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const json = fc.oneof(
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify(value, null, 2)),
)
const pieces = fc.constantFrom(
  ...'{}[]:,"\\\'0123456789-+.eEtrufalsn \t\n\r/bx\u0000\u007f',
  'true',
  'null',
  '\\u00e9',
  '1.10',
  '1e400',
  '\uD800',
  'é',
)

describe('the JSON scanner', () => {
  test('accepts every text that JSON.parse accepts', () => {
    fc.assert(
      fc.property(json, (text) => accepts(text)),
      { numRuns: 500 },
    )
  })

  test('accepts and rejects exactly what JSON.parse does, for texts with one edit', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.nat({ max: 2 }), pieces, (text, where, drop, piece) => {
        const at = where % (text.length + 1)
        const edited = Buffer.from(text.slice(0, at) + piece + text.slice(at + drop)).toString()
        expect([edited, accepts(edited)]).toEqual([edited, parses(edited)])
      }),
      { numRuns: 5_000 },
    )
  })

  test('accepts and rejects exactly what JSON.parse does, for texts of JSON pieces', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = Buffer.from(parts.join('')).toString()
        expect([text, accepts(text)]).toEqual([text, parses(text)])
      }),
      { numRuns: 5_000 },
    )
  })

  test.each([
    '',
    ' ',
    '01',
    '-',
    '1.',
    '.5',
    '1e',
    '+1',
    'tru',
    'nul',
    'NaN',
    "'a'",
    '"\u0001"',
    '"\\x"',
    '"\\u12g4"',
    '[1,]',
    '[,1]',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    '[1 2]',
    '{"a":1 "b":2}',
    '[',
    '{',
    '"',
    '"\\',
    '1]',
    '\uFEFF1',
  ])('rejects %j', (text) => {
    expect(accepts(text)).toBe(false)
  })

  test('says where a text goes wrong', () => {
    const json = Buffer.from('{"a": [1, x]}')
    expect(() => skipValue(json, 0)).toThrow('Unexpected character in the JSON text at byte 10')
    expect(() => skipValue(Buffer.from('[1,'), 0)).toThrow(
      'Unexpected end of the JSON text at byte 3',
    )
  })

  test(`reads nesting ${MAX_DEPTH} deep and refuses more, however much it is`, () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(accepts(nested(MAX_DEPTH))).toBe(true)
    expect(accepts('[1]'.replace('1', nested(MAX_DEPTH)))).toBe(false)
    expect(accepts('[{"a":'.repeat(1_000_000))).toBe(false)
  })

  test('stops right after the value', () => {
    fc.assert(
      fc.property(json, (text) => {
        const bytes = Buffer.from(`${text} ,`)
        return skipValue(bytes, skipSpace(bytes, 0)) === bytes.length - 2 - trailingSpace(text)
      }),
    )
  })
})

const trailingSpace = (text: string) => Buffer.byteLength(text) - Buffer.byteLength(text.trimEnd())
