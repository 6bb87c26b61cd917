import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decode } from '../../src/stream/forms.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const broken = (text: string, end: string) => text.replaceAll(/.{4}/g, `$&${end}`)
const decoded = (text: string | Buffer) => decode(Buffer.from(text))

describe('a record is decoded', () => {
  test.each([
    ['object', '{"ind":1}'],
    ['array', ' [ {"ind":1} ]\n'],
    ['json-text', JSON.stringify('{"ind":1}')],
    ['json-text', JSON.stringify('[{"ind":1}]')],
    ['base64', JSON.stringify(base64('{"ind":1}'))],
    ['base64', JSON.stringify(base64('[{"ind":1}]'))],
    ['base64', base64('{"ind":1}')],
    ['base64', ` ${base64('[{"ind":1}]')}\r\n`],
    ['base64', broken(base64('{"ind":1}'), '\n')],
    ['base64', JSON.stringify(broken(base64('{"ind":1}'), '\r\n'))],
  ])('from the form %s', (form, text) => {
    expect(decoded(text)).toEqual({ form, record: { ind: 1n } })
  })

  test('to the same object in every form', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean())), (object) => {
        const text = JSON.stringify(object)
        const encoded = base64(text)
        const forms = [text, `[${text}]`, JSON.stringify(text), JSON.stringify(encoded), encoded]
        for (const form of forms) expect(decoded(form)?.record).toEqual(JSON.parse(text))
      }),
    )
  })

  test.each([
    ['nothing', ''],
    ['a number', '1'],
    ['null', 'null'],
    ['a list of two', '[{},{}]'],
    ['an empty list', '[]'],
    ['a list in a list', '[[{}]]'],
    ['half an object', '{"ind":1'],
    ['bare base64 of half an object', base64('{"ind":1')],
    ['base64 in a text of a text', JSON.stringify(JSON.stringify(base64('{"ind":1}')))],
    ['a text of a text', JSON.stringify(JSON.stringify('{}'))],
    ['a text that is no Unicode', JSON.stringify('{"a":"\ud800"}')],
    ['base64 without its padding', JSON.stringify(base64('{"ind":10}').replace(/=+$/, ''))],
    ['base64 of no JSON', JSON.stringify(base64('ind'))],
    ['base64 for links', JSON.stringify(base64('{"a":"???>>>"}').replaceAll('/', '_'))],
    ['base64 of what is not UTF-8', JSON.stringify(Buffer.from([0x7b, 0xff]).toString('base64'))],
    ['an object that is not UTF-8', Buffer.from('{"a":"\u00ff"}', 'latin1')],
  ])('but not from %s', (_, text) => {
    expect(decoded(text)).toBeUndefined()
  })
})
