import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compact, elementsOf, membersOf, soleValue } from '../../src/json/values.ts'

const compacted = (json: string) => compact(Buffer.from(json)).toString()

describe('a compacted value', () => {
  test.each([
    [
      '{ "b" : 1.10 ,\n"a":[ 1e400, 9007199254740993 ] }',
      '{"b":1.10,"a":[1e400,9007199254740993]}',
    ],
    ['{"a": 1, "a": 2}', '{"a":1,"a":2}'],
    ['"a  b\\" \\n { }"', '"a  b\\" \\n { }"'],
    ['[ "\\u00e9" , "é" ]', '["\\u00e9","é"]'],
    ['null', 'null'],
  ])('%s is %s', (json, expected) => {
    expect(compacted(json)).toBe(expected)
  })

  test('of any JSON value has lost the white space outside strings and nothing else', () => {
    fc.assert(
      fc.property(anyTokens, fc.infiniteStream(space), (tokens, spaces) => {
        const spread = tokens.map((token) => spaces.next().value + token).join('')
        expect(compacted(`${spread} `)).toBe(tokens.join(''))
      }),
    )
  })
})

const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 })

/** The tokens of any JSON value: every spelling of numbers, escapes in strings, names that repeat. */
const { value: anyTokens } = fc.letrec<{ value: string[]; name: string; scalar: string }>(
  (tie) => ({
    name: fc
      .array(
        fc.oneof(
          fc
            .string({ unit: 'grapheme', maxLength: 2 })
            .map((text) => JSON.stringify(text).slice(1, -1)),
          fc.constantFrom('\\u00e9', '\\/', '\\ud800', ' ', '{ }'),
        ),
        { maxLength: 3 },
      )
      .map((parts) => `"${parts.join('')}"`),
    scalar: fc.oneof(
      tie('name'),
      fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,3})?([eE][+-]?\d{1,3})?$/),
      fc.constantFrom('true', 'false', 'null'),
    ),
    value: fc.oneof(
      { depthSize: 'small' },
      tie('scalar').map((token) => [token]),
      fc.array(tie('value'), { maxLength: 3 }).map((values) => ['[', ...separated(values), ']']),
      fc
        .array(fc.tuple(tie('name'), tie('value')), { maxLength: 3 })
        .map((members) => [
          '{',
          ...separated(members.map(([name, value]) => [name, ':', ...value])),
          '}',
        ]),
    ),
  }),
)

const separated = (parts: readonly string[][]): string[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [',', ...part]))

describe('the sole value of a text', () => {
  test('is found between white space', () => {
    expect(soleValue(Buffer.from(' \n{"a" : 1} ')).toString()).toBe('{"a" : 1}')
  })

  test.each(['', '{} {}', '1,', '{'])('is not in %j', (text) => {
    expect(() => soleValue(Buffer.from(text))).toThrow(/byte \d/)
  })
})

describe("a value's parts", () => {
  test('are the bytes of the members asked for; of one that is repeated the last', () => {
    const twice: string[] = []
    const text = '{"b":1.10, "a" : [ ] , "b":2, "c": 3, "c": 4}'
    const members = membersOf(Buffer.from(text), new Set(['a', 'b']), (name) => twice.push(name))
    expect([...members].map(([name, value]) => [name, value.toString()])).toEqual([
      ['b', '2'],
      ['a', '[ ]'],
    ])
    expect(twice).toEqual(['b'])
  })

  test('are the bytes of its elements', () => {
    expect(elementsOf(Buffer.from('[ 1.0, {"a": 2} ]')).map(String)).toEqual(['1.0', '{"a": 2}'])
  })

  test('are no more elements than are asked for', () => {
    expect(elementsOf(Buffer.from('[1, 2, 3]'), 2).map(String)).toEqual(['1', '2'])
  })
})
