import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { badJsonPlace } from '../../src/connector/json-place.ts'

test.each([
  ['', 'line 1, column 1'],
  ['{"a": ', 'line 1, column 7'],
  ['{\n  "a": wJalr\n}', 'line 2, column 8'],
  ['{"a": "b"\n "c": 1}', 'line 2, column 2'],
  ['{"a": 1,}', 'line 1, column 9'],
  ['{} x', 'line 1, column 4'],
])('%j stops being JSON at %s', (text, place) => {
  expect(badJsonPlace(text)).toBe(place)
})

test('text that is cut off stops being JSON at its end', () => {
  const cut = fc.tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat()).map(([value, at]) => {
    const text = JSON.stringify(value)
    return text.slice(0, at % text.length)
  })
  fc.assert(
    fc.property(cut, (text) => {
      expect(badJsonPlace(text)).toBe(`line 1, column ${text.length + 1}`)
    }),
  )
})
