import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readString, walkArray, walkObject } from '../../src/json/members.ts'
import { skipValue } from '../../src/json/scanner.ts'

describe('walking an object', () => {
  test('gives every member by its name, unescaped, with the very bytes of its value', () => {
    const json = Buffer.from(' { "a" : 1.10 ,"\\u0062": { "x" : [ ] } , "a":"\\n"}')
    const members: [string, string][] = []
    const end = walkObject(json, 1, (name, at) => {
      const valueEnd = skipValue(json, at)
      members.push([name, json.toString('utf8', at, valueEnd)])
      return valueEnd
    })
    expect(members).toEqual([
      ['a', '1.10'],
      ['b', '{ "x" : [ ] }'],
      ['a', '"\\n"'],
    ])
    expect(end).toBe(json.length)
  })

  test.each(['{', '{"a":1', '{"a":1,}', '{"a":1 "b":2}', '{,}', '[]', '{"a" 1}'])(
    'rejects %s',
    (text) => {
      const json = Buffer.from(text)
      expect(() => walkObject(json, 0, (_, at) => skipValue(json, at))).toThrow('Unexpected')
    },
  )
})

describe('walking an array', () => {
  test('gives every element with its bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), (elements) => {
        const json = Buffer.from(`[ ${elements.join(' , ')} ]`)
        const seen: string[] = []
        walkArray(json, 0, (at) => {
          const end = skipValue(json, at)
          seen.push(json.toString('utf8', at, end))
          return end
        })
        expect(seen).toEqual(elements.map((element) => element.trim()))
      }),
    )
  })

  test.each(['[', '[1', '[1,]', '[1 2]', '{}'])('rejects %s', (text) => {
    const json = Buffer.from(text)
    expect(() => walkArray(json, 0, (at) => skipValue(json, at))).toThrow('Unexpected')
  })
})

describe('reading a string', () => {
  test('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(readString(Buffer.from(JSON.stringify(text)), 0)).toBe(text)
      }),
    )
  })
})
