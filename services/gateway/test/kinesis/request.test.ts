import { describe, expect, test } from '@jest/globals'
import { jsonOf, paramsOf } from '../../src/kinesis/request.ts'

describe('a parameter', () => {
  const param = paramsOf(
    { 'stream-name': 'path' },
    { 'stream-name': 'query', 'shard-id': ['first', 'last'] },
    { 'stream-name': 'header', 'shard-id': 'header', 'shard-iterator': 'it' },
  )

  test.each([
    ['stream-name', 'path'],
    ['shard-id', 'last'],
    ['Shard-Iterator', 'it'],
    ['none', ''],
  ])('%s is looked up in the path, then the query, then the headers: %j', (name, value) => {
    expect(param(name)).toBe(value)
  })
})

describe("a body's JSON", () => {
  test.each(['', ' \r\n'])('of %j is an empty object', (body) => {
    expect(jsonOf(Buffer.from(body)).toString()).toBe('{}')
  })

  test.each([Buffer.from('{"a":'), Buffer.from('{} x'), Buffer.from([0x22, 0xff, 0x22])])(
    'is refused where it is none',
    (body) => {
      expect(() => jsonOf(body)).toThrow(/^Could not parse request body into json: /)
    },
  )
})
