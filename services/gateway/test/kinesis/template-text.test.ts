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
  ['[ "" , "", { "a" : "" } ]', '[, , {a=}]'],
])('a template prints %s as %s', (json, text) => {
  expect(templateText(Buffer.from(json))).toBe(text)
})

test('a template prints nothing where there is no value', () => {
  expect(templateText(undefined)).toBe('')
})

/** The same bytes, also of each part of them; counts how often one is read. */
function counted(bytes: Buffer, count: () => void): Buffer {
  return new Proxy(bytes, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) count()
      if (key === 'subarray')
        return (...range: number[]) => counted(target.subarray(...range), count)
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

test.each([
  ['arrays', '[', ']', '[', ']'],
  ['objects with a name given twice', '{"a":0,"b":1,"b":', '}', '{a=0, b=', '}'],
])('%s nested deep are printed in one pass', (_, open, close, printedOpen, printedClose) => {
  const [depth, inner] = [900, 'x'.repeat(5_000)]
  const json = Buffer.from(`${open.repeat(depth)}"${inner}"${close.repeat(depth)}`)
  let reads = 0
  const text = templateText(counted(json, () => reads++))
  expect(text).toBe(printedOpen.repeat(depth) + inner + printedClose.repeat(depth))
  expect(reads).toBeLessThan(20 * json.length)
})
