import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { strictBodies } from '../../src/kinesis/strict-bodies.ts'
import { tutorialBodies } from '../../src/kinesis/tutorial-bodies.ts'
import { proxyRequest } from '../support/fake-kinesis.ts'

const strict = (action: keyof typeof strictBodies, body: string, options = {}) =>
  JSON.parse(strictBodies[action](proxyRequest(body, options)))

/** The problems that the request is refused for. */
function problems(action: keyof typeof strictBodies, body: string, options = {}): string[] {
  try {
    strict(action, body, options)
    return []
  } catch (error) {
    return (error as Error).message.split('; ')
  }
}

describe('a request that is right', () => {
  test.each([
    ['ListStreams', '', {}],
    ['DescribeStream', '', {}],
    ['CreateStream', '{"ShardCount": 2}', {}],
    ['CreateStream', '', {}],
    ['DeleteStream', '', {}],
    ['PutRecord', '{"StreamName":"x","Data":{"a": 1.10},"PartitionKey":"k"}', {}],
    ['PutRecord', '{"Data":"text","PartitionKey":"k"}', {}],
    ['PutRecords', '{"records":[{"data":"a","partition-key":"k"}]}', {}],
    ['PutRecords', '{"records":[{"data":"YQ==","partition-key":"k"}]}', { encoded: true }],
    ['GetShardIterator', '', { query: { 'shard-id': 'shardId-000000000000' } }],
    ['GetRecords', '', { headers: { 'shard-iterator': 'AAA=' } }],
  ] as const)('gives the same body for %s as in tutorial mode', (action, body, options) => {
    const request = proxyRequest(body, options)
    expect(strict(action, body, options)).toEqual(JSON.parse(tutorialBodies[action](request)))
  })

  test('may have objects in a batch, which are stored as their JSON text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.jsonValue().filter((v) => typeof v !== 'string'),
          { minLength: 1 },
        ),
        (values) => {
          const records = values.map((data) => ({ data, 'partition-key': 'k' }))
          const { Records } = strict('PutRecords', JSON.stringify({ records }, null, 2))
          const stored = Records.map(
            ({ Data }: { Data: string }) => `${Buffer.from(Data, 'base64')}`,
          )
          expect(stored).toEqual(values.map((value) => JSON.stringify(value)))
        },
      ),
    )
  })

  test('may have any text as its partition key', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 256, unit: 'grapheme' }), (key) => {
        fc.pre([...key].length <= 256)
        const body = JSON.stringify({ Data: 1, PartitionKey: key })
        expect(strict('PutRecord', body).PartitionKey).toBe(key)
      }),
    )
  })
})

describe('a request that is not right is refused with every problem', () => {
  const key = 'must be a string of 1 to 256 characters'

  test.each([
    ['PutRecord', '', ['Data is missing', 'PartitionKey is missing']],
    [
      'PutRecord',
      '[]',
      ['the body must be an object', 'Data is missing', 'PartitionKey is missing'],
    ],
    [
      'PutRecord',
      '{"Data":1,"Data":2,"PartitionKey":""}',
      ['Data is given twice', `PartitionKey ${key}`],
    ],
    ['PutRecord', `{"Data":1,"PartitionKey":"${'é'.repeat(257)}"}`, [`PartitionKey ${key}`]],
    ['PutRecord', '{"Data":1,"PartitionKey":null}', [`PartitionKey ${key}`]],
    ['PutRecords', '{}', ['records is missing']],
    ['PutRecords', '{"records":[]}', ['records must be an array of 1 to 500']],
    [
      'PutRecords',
      '{"records":[{"data":"x","partition-key":"k"},{"partition-key":7},3]}',
      [
        'records[1].data is missing',
        `records[1].partition-key ${key}`,
        'records[2] must be an object',
        'records[2].data is missing',
        'records[2].partition-key is missing',
      ],
    ],
    ['CreateStream', '{"ShardCount":0}', ['ShardCount must be a whole number from 1']],
    ['CreateStream', '{"ShardCount":"2"}', ['ShardCount must be a whole number from 1']],
    ['GetShardIterator', '', ['shard-id is missing']],
    ['GetRecords', '', ['Shard-Iterator is missing']],
    [
      'PutRecord',
      '{"Data":',
      ['Could not parse request body into json: Unexpected end of the JSON text at byte 8'],
    ],
  ] as const)('%s of %s', (action, body, expected) => {
    expect(problems(action, body)).toEqual(expected)
  })

  test.each([
    [501, { data: '', 'partition-key': 'k' }],
    [100_000, {}],
  ])('a batch of more than 500 records, of which none is looked at: %i of %j', (length, record) => {
    const records = Array.from({ length }, () => record)
    expect(problems('PutRecords', JSON.stringify({ records }))).toEqual([
      'records must be an array of 1 to 500',
    ])
  })

  test('up to 20 of them by name, and their number', () => {
    const records = Array.from({ length: 500 }, () => ({}))
    const named = problems('PutRecords', JSON.stringify({ records }))
    expect(named).toHaveLength(21)
    expect(named.slice(-2)).toEqual([
      'records[9].partition-key is missing',
      'and 980 more of 1000 problems',
    ])
  })

  test('but for members that nothing reads', () => {
    expect(problems('PutRecord', '{"x":1,"x":2,"Data":1,"PartitionKey":"k"}')).toEqual([])
  })

  test.each(['"*"', '{}'])('data that should be base64 and is %s', (data) => {
    const body = `{"records":[{"data":${data},"partition-key":"k"}]}`
    expect(problems('PutRecords', body, { encoded: true })).toEqual([
      'records[0].data must be base64',
    ])
  })

  test.each(['a b', 'a"b', '', 'x'.repeat(129)])('the stream name %j', (name) => {
    expect(problems('DeleteStream', '', { path: { 'stream-name': name } })).toEqual([
      'the stream name must have 1 to 128 letters, digits, _, - and . only',
    ])
  })
})
