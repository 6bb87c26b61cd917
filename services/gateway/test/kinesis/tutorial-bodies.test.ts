import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { tutorialBodies } from '../../src/kinesis/tutorial-bodies.ts'
import { proxyRequest } from '../support/fake-kinesis.ts'

const bytes = (base64: string) => Buffer.from(base64, 'base64').toString()
const put = (body: string) => JSON.parse(tutorialBodies.PutRecord(proxyRequest(body)))
const putAll = (body: string, options = {}) =>
  JSON.parse(tutorialBodies.PutRecords(proxyRequest(body, options)))

describe('the bodies of table 1.2', () => {
  test.each([
    ['ListStreams', '', {}, {}],
    ['DescribeStream', '', {}, { StreamName: 's' }],
    ['CreateStream', '', {}, { ShardCount: 5, StreamName: 's' }],
    ['CreateStream', '{}', {}, { ShardCount: 5, StreamName: 's' }],
    ['CreateStream', '{"ShardCount": ""}', {}, { ShardCount: 5, StreamName: 's' }],
    ['CreateStream', '{"ShardCount": null}', {}, { ShardCount: 5, StreamName: 's' }],
    ['CreateStream', '{"ShardCount": 2}', {}, { ShardCount: 2, StreamName: 's' }],
    ['CreateStream', '{"ShardCount": "3"}', {}, { ShardCount: 3, StreamName: 's' }],
    ['DeleteStream', '{}', {}, { StreamName: 's' }],
    [
      'GetShardIterator',
      '',
      { query: { 'shard-id': 'shardId-000000000001' } },
      { ShardId: 'shardId-000000000001', ShardIteratorType: 'TRIM_HORIZON', StreamName: 's' },
    ],
    ['GetRecords', '', { headers: { 'shard-iterator': 'AAA=' } }, { ShardIterator: 'AAA=' }],
    ['GetRecords', '', {}, { ShardIterator: '' }],
  ] as const)('%s of %j', (action, body, options, expected) => {
    expect(JSON.parse(tutorialBodies[action](proxyRequest(body, options)))).toEqual(expected)
  })
})

describe('a single record', () => {
  test.each([
    ['"some data"', '"some data"'],
    ['{ "b": 1.10, "a": [ 9007199254740993 ] }', '{"b":1.10,"a":[9007199254740993]}'],
    ['[ {"index": 1} ]', '[{"index":1}]'],
    ['"c29tZSBkYXRh"', '"c29tZSBkYXRh"'],
    ['""', '""'],
  ])('stores %s as the JSON text %s, quotes and all', (data, stored) => {
    expect(bytes(put(`{"Data": ${data}, "PartitionKey": "k"}`).Data)).toBe(stored)
  })

  test("stores the tutorial's own example in its base64", () => {
    expect(put('{"Data":"some data","PartitionKey":"k"}').Data).toBe('InNvbWUgZGF0YSI=')
  })

  test.each(['{"PartitionKey":"k"}', '', '[1]', '"x"'])(
    'stores an empty JSON string where %j has no Data',
    (body) => {
      expect(bytes(put(body).Data)).toBe('""')
    },
  )

  test('goes to the stream of the path, whatever StreamName the body holds', () => {
    const body = '{"StreamName":"other","Data":1,"PartitionKey":"k"}'
    expect(put(body)).toMatchObject({ StreamName: 's', PartitionKey: 'k' })
  })

  test.each([
    ['{"Data":1,"PartitionKey":7}', '7'],
    ['{"Data":1}', ''],
    ['{"Data":1,"PartitionKey":"a","PartitionKey":"b"}', 'b'],
  ])("has the text of %s's partition key: %j", (body, key) => {
    expect(put(body).PartitionKey).toBe(key)
  })

  test.each(['a\\"b', 'a\\\\q'])('with the key %s breaks the JSON for Kinesis', (key) => {
    const text = tutorialBodies.PutRecord(proxyRequest(`{"Data":1,"PartitionKey":"${key}"}`))
    expect(text).toContain(JSON.parse(`"${key}"`))
    expect(() => put(`{"Data":1,"PartitionKey":"${key}"}`)).toThrow(SyntaxError)
  })

  test('keeps any JSON value to the byte, but for white space outside its strings', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\t'), (value, indent) => {
        const body = `{"PartitionKey":"k","Data":${JSON.stringify(value, null, indent)}}`
        expect(bytes(put(body).Data)).toBe(JSON.stringify(value))
      }),
    )
  })
})

describe('a batch', () => {
  test.each([
    ['"some data"', 'some data'],
    ['"{\\"a\\": 1}"', '{"a": 1}'],
    ['{"k": "v", "n": 1.10}', '{k=v, n=1.10}'],
    ['5', '5'],
    ['null', ''],
  ])('stores the data %s raw: %s', (data, stored) => {
    const { Records } = putAll(`{"records":[{"data":${data},"partition-key":"k"}]}`)
    expect(bytes(Records[0].Data)).toBe(stored)
  })

  test("stores the tutorial's own example in its base64", () => {
    const { Records } = putAll('{"records":[{"data":"some data","partition-key":"k"}]}')
    expect(Records).toEqual([{ Data: 'c29tZSBkYXRh', PartitionKey: 'k' }])
  })

  test('keeps the order of its records and does without what they lack', () => {
    const body = '{"StreamName":"other","records":[{"data":"b"},{"partition-key":"k"},"x",{}]}'
    expect(putAll(body)).toEqual({
      StreamName: 's',
      Records: [
        { Data: 'Yg==', PartitionKey: '' },
        { Data: '', PartitionKey: 'k' },
        { Data: '', PartitionKey: '' },
        { Data: '', PartitionKey: '' },
      ],
    })
  })

  test.each(['', '{}', '{"records":null}', '{"records":"x"}', '{"Records":[{"Data":"x"}]}'])(
    'of %j is empty',
    (body) => {
      expect(putAll(body).Records).toEqual([])
    },
  )

  test("goes no further than a template's loop, which is above what Kinesis takes", () => {
    const records = Array.from({ length: 100_000 }, (_, at) => ({ data: `${at}` }))
    const { Records } = putAll(JSON.stringify({ records }))
    expect(Records).toHaveLength(1_000)
    expect(bytes(Records.at(-1).Data)).toBe('999')
  })

  test('sent as application/x-amz-json-1.1 holds base64 already', () => {
    const body = '{"records":[{"data":"c29tZSBkYXRh","partition-key":"k"}]}'
    const { Records } = putAll(body, { encoded: true })
    expect(Records).toEqual([{ Data: 'c29tZSBkYXRh', PartitionKey: 'k' }])
  })
})
