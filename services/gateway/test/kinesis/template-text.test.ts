import { expect, test } from '@jest/globals'
import { templateText } from '../../src/kinesis/template-text.ts'

test.each([
  ['"some data"', 'some data'],
  ['"a \\"quote\\" and \\u00e9"', 'a "quote" and é'],
  ['1.10', '1.10'],
  ['9007199254740993', '9007199254740993'],
  ['true', 'true'],
  ['null', ''],
  ['{}', '{}'],
  ['{"b": 1.10, "a": {"c": null, "d": "x"}}', '{b=1.10, a={c=null, d=x}}'],
  ['{"a": 1, "b": 2, "a": 3}', '{a=3, b=2}'],
  ['[1, "a", [true]]', '[1, a, [true]]'],
])('a template prints %s as %s', (json, text) => {
  expect(templateText(Buffer.from(json))).toBe(text)
})

test('a template prints nothing where there is no value', () => {
  expect(templateText(undefined)).toBe('')
})
