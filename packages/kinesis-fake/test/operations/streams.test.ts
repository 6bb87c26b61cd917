import { describe, expect, test } from '@jest/globals'
import { Api, STREAM } from '../support/api.ts'
import { withCode } from '../support/with-code.ts'

const status = (api: Api) =>
  api.call<{ StreamDescriptionSummary: { StreamStatus: string } }>('DescribeStreamSummary')
    .StreamDescriptionSummary.StreamStatus

describe('a stream', () => {
  test('is ACTIVE at once, and gone at once', () => {
    const api = new Api().create()
    expect(status(api)).toBe('ACTIVE')
    expect(() => api.create()).toThrow(withCode('ResourceInUseException'))
    api.call('DeleteStream')
    expect(() => status(api)).toThrow(withCode('ResourceNotFoundException'))
    expect(() => api.call('DeleteStream')).toThrow(withCode('ResourceNotFoundException'))
  })

  test('with a delay is CREATING, UPDATING and DELETING for that long', () => {
    const api = new Api({ statusDelayMs: 100 }).create()
    expect(status(api)).toBe('CREATING')
    expect(() => api.put('x')).toThrow(withCode('ResourceNotFoundException'))
    api.clock.advance(100)
    expect(status(api)).toBe('ACTIVE')
    const scale = { TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' }
    api.call('UpdateShardCount', scale)
    expect(status(api)).toBe('UPDATING')
    expect(() => api.put('x')).not.toThrow()
    expect(() => api.call('UpdateShardCount', scale)).toThrow(withCode('ResourceInUseException'))
    api.call('DeleteStream')
    expect(status(api)).toBe('DELETING')
    expect(() => api.create()).toThrow(withCode('ResourceInUseException'))
    api.clock.advance(100)
    api.create()
    expect(status(api)).toBe('CREATING')
  })

  test.each([
    ['without shards', { ShardCount: 0 }],
    ['without a shard count', {}],
    ['with a name of other characters', { StreamName: 'a/b', ShardCount: 1 }],
    ['with records over 10 MiB', { ShardCount: 1, MaxRecordSizeInKiB: 10_241 }],
  ])('cannot be made %s', (_what, input) => {
    expect(() => new Api().call('CreateStream', input)).toThrow(withCode('ValidationException'))
  })

  test('on demand is refused, since the fake has provisioned ones only', () => {
    const input = { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }
    expect(() => new Api().call('CreateStream', input)).toThrow(
      withCode('InvalidArgumentException'),
    )
  })

  test('is found by its ARN too', () => {
    const api = new Api().create()
    const { StreamDescription } = api.call<{ StreamDescription: { StreamARN: string } }>(
      'DescribeStream',
    )
    const { StreamARN } = StreamDescription
    expect(StreamARN).toBe(`arn:aws:kinesis:us-east-1:000000000000:stream/${STREAM}`)
    expect(api.shards({ StreamName: undefined, StreamARN })).toHaveLength(1)
  })
})

test('ListStreams gives names in order, in pages that join', () => {
  const api = new Api()
  for (const StreamName of ['c', 'a', 'b']) api.call('CreateStream', { StreamName, ShardCount: 1 })
  const first = api.call<{ NextToken: string }>('ListStreams', { Limit: 2 })
  expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true })
  const next = { StreamNames: ['c'], HasMoreStreams: false }
  expect(api.call('ListStreams', { NextToken: first.NextToken })).toMatchObject(next)
  expect(api.call('ListStreams', { ExclusiveStartStreamName: 'b' })).toMatchObject(next)
})

test('DescribeStream gives shards in pages that join', () => {
  const api = new Api().create(3)
  const page = (input: object) =>
    api.call<{ StreamDescription: { Shards: { ShardId: string }[]; HasMoreShards: boolean } }>(
      'DescribeStream',
      { Limit: 2, ...input },
    ).StreamDescription
  const first = page({})
  expect(first).toMatchObject({ HasMoreShards: true, Shards: [{}, {}] })
  expect(page({ ExclusiveStartShardId: first.Shards[1]?.ShardId })).toMatchObject({
    HasMoreShards: false,
    Shards: [{ ShardId: 'shardId-000000000002' }],
  })
})
