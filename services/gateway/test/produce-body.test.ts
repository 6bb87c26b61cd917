import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { RestError } from '../src/errors.ts'
import { type ProduceBody, readProduceBody } from '../src/produce-body.ts'

const endless = { take: () => undefined }
const read = (body: string | Buffer): ProduceBody => readProduceBody(Buffer.from(body), endless)

const shown = (text: string) =>
  read(text).records.map(({ key, value, partition }) => [
    key?.toString() ?? null,
    value?.toString() ?? null,
    partition,
  ])

function refusal(body: string | Buffer): [number, string] {
  try {
    read(body)
  } catch (error) {
    if (error instanceof RestError) return [error.errorCode, error.message]
    throw error
  }
  throw new Error('The body was accepted')
}

describe('the bytes of a value', () => {
  test.each([
    '1.10',
    '1e400',
    '-0',
    '9007199254740993',
    '123456789012345678901234567890',
    '{"b":1,"a":2}',
    '{"a":1,"a":2}',
    '{ "a" : [ 1 ,\n\t2 ] }',
    '"\\u00e9\\/é"',
    '"\\ud800"',
    '0',
    'false',
    '{}',
    '[]',
    '""',
  ])('%s is kept as it was posted', (value) => {
    expect(shown(`{"records":[{"value": ${value} }]}`)).toEqual([[null, value, undefined]])
  })

  test('any value and key are kept as they were posted, in order', () => {
    const side = fc.option(fc.json({ maxDepth: 4 }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { minLength: 1 }), (pairs) => {
        const record = ([key, value]: (typeof pairs)[number]) =>
          `{${[key === undefined ? '' : `"key":${key}`, value === undefined ? '' : `"value":${value}`].filter(Boolean).join(',')}}`
        const kept = (text: string | undefined) =>
          text === undefined || text.trim() === 'null' ? null : text.trim()
        expect(shown(`{"records":[${pairs.map(record).join(',')}]}`)).toEqual(
          pairs.map(([key, value]) => [kept(key), kept(value), undefined]),
        )
      }),
    )
  })

  test('null and absent are the same: no value, no key, no partition', () => {
    const none = [null, null, undefined]
    const body = '{"records":[{}, {"key":null,"value":null,"partition":null}]}'
    expect(shown(body)).toEqual([none, none])
  })
})

describe('the rest of the body', () => {
  test('a record may name its partition', () => {
    expect(shown('{"records":[{"partition":2,"value":1},{"partition":-1}]}')).toEqual([
      [null, '1', 2],
      [null, null, -1],
    ])
  })

  test('schemas are read as given or not', () => {
    const body = read('{"value_schema_id":7,"key_schema":null,"records":[{}]}')
    expect([body.hasKeySchema, body.hasValueSchema]).toEqual([false, true])
    expect(read('{"key_schema":"x","records":[{}]}').hasKeySchema).toBe(true)
  })

  test('names may be escaped and white space may stand anywhere', () => {
    expect(shown('\n{ "rec\\u006frds" : [ { "value" : 1 } ] } \r\n')).toEqual([
      [null, '1', undefined],
    ])
  })
})

describe('a body that is refused', () => {
  test.each([
    ['', 422, 'Null input provided. Data is required.'],
    [' ', 422, 'Null input provided. Data is required.'],
    ['null', 422, 'Null input provided. Data is required.'],
    ['{}', 422, 'records must not be empty'],
    ['{"records":null}', 422, 'records must not be empty'],
    ['{"records":[]}', 422, 'records must not be empty'],
    ['{"records":[{"value":1}],"acks":1}', 422, 'Unrecognized field: acks'],
    ['{"records":[{"valeu":1}]}', 422, 'Unrecognized field: valeu'],
    ['{"records":[{"headers":[]}]}', 422, 'Unrecognized field: headers'],
    ['[]', 400, 'The body must be a JSON object'],
    ['1', 400, 'The body must be a JSON object'],
    ['{"records":{}}', 400, 'records must be an array'],
    ['{"records":"x"}', 400, 'records must be an array'],
    ['{"records":[1]}', 400, 'A record must be an object'],
    ['{"records":[null]}', 400, 'A record must be an object'],
    ['{"records":[{"partition":"0"}]}', 400, 'partition must be an integer of 32 bits'],
    ['{"records":[{"partition":0.5}]}', 400, 'partition must be an integer of 32 bits'],
    ['{"records":[{"partition":4294967296}]}', 400, 'partition must be an integer of 32 bits'],
    ['{"records":[{"partition":10000000000000}]}', 400, 'partition must be an integer of 32 bits'],
    ['{"records":[{}],"value_schema":1}', 400, 'value_schema must be a string'],
    [
      '{"records":[{}],"value_schema_id":"1"}',
      400,
      'value_schema_id must be an integer of 32 bits',
    ],
    ['{"records":[{"value":1,"value":2}]}', 400, 'Duplicate field: value'],
    ['{"records":[{}],"records":[{}]}', 400, 'Duplicate field: records'],
    ['{"records":[{}]} x', 400, 'There is text after the JSON value'],
    ['{"records":[{}]', 400, 'Unexpected end of the JSON text at byte 15'],
    ['{"records":[{"value":01}]}', 400, 'Unexpected character in the JSON text at byte 22'],
    ['nul', 400, 'Unexpected end of the JSON text at byte 3'],
  ])('%s is a %i', (body, code, message) => {
    expect(refusal(body)).toEqual([code, message])
  })

  test('bytes that are not UTF-8 are a 400', () => {
    const body = Buffer.from('{"records":[{"value":"\xff"}]}', 'latin1')
    expect(refusal(body)).toEqual([400, 'The body is not UTF-8'])
  })

  test('no text whatever makes it fail in another way', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"records"',
      '"value"',
      '"key"',
      '"partition"',
      '1',
      'null',
      '"x"',
      ' ',
      '\\',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        try {
          read(pieces.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(RestError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
