import { describe, expect, test } from '@jest/globals'
import { Api, type ShardAnswer } from '../support/api.ts'
import { withCode } from '../support/with-code.ts'

const ids = (shards: readonly ShardAnswer[]) =>
  shards.map(({ ShardId }) => Number(ShardId.slice(8)))

describe('ListShards', () => {
  test('gives pages that join, by tokens that expire after 5 minutes', () => {
    const api = new Api().create(5)
    const page = (input: object) =>
      api.call<{ Shards: ShardAnswer[]; NextToken?: string }>('ListShards', {
        MaxResults: 2,
        ...input,
      })
    const first = page({})
    const next = { StreamName: undefined, NextToken: first.NextToken }
    const second = page(next)
    const third = page({ StreamName: undefined, NextToken: second.NextToken })
    expect([first, second, third].map(({ Shards }) => ids(Shards))).toEqual([[0, 1], [2, 3], [4]])
    expect(third.NextToken).toBeUndefined()
    expect(() => page({ NextToken: first.NextToken })).toThrow(withCode('InvalidArgumentException'))
    api.clock.advance(300_001)
    expect(() => page(next)).toThrow(withCode('ExpiredNextTokenException'))
  })

  test('a page keeps the filter of the first', () => {
    const api = new Api().create(2)
    api.call('UpdateShardCount', { TargetShardCount: 4, ScalingType: 'UNIFORM_SCALING' })
    const ShardFilter = { Type: 'AT_LATEST' }
    api.call('MergeShards', {
      ShardToMerge: 'shardId-000000000004',
      AdjacentShardToMerge: 'shardId-000000000005',
    })
    const first = api.call<{ Shards: ShardAnswer[]; NextToken: string }>('ListShards', {
      MaxResults: 2,
      ShardFilter,
    })
    expect(ids(first.Shards)).toEqual([2, 3])
    expect(ids(api.shards({ StreamName: undefined, NextToken: first.NextToken }))).toEqual([6])
  })

  test('filters by what was open when', () => {
    const api = new Api().create()
    const before = api.clock.now() / 1000
    api.clock.advance(1000)
    api.call('UpdateShardCount', { TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' })
    const change = api.clock.now() / 1000
    api.clock.advance(1000)
    const after = api.clock.now() / 1000
    const filtered = (ShardFilter: object) => ids(api.shards({ ShardFilter }))
    expect(filtered({ Type: 'AT_LATEST' })).toEqual([1, 2])
    expect(filtered({ Type: 'AT_TRIM_HORIZON' })).toEqual([0])
    expect(filtered({ Type: 'FROM_TRIM_HORIZON' })).toEqual([0, 1, 2])
    expect(filtered({ Type: 'AT_TIMESTAMP', Timestamp: before })).toEqual([0])
    expect(filtered({ Type: 'AT_TIMESTAMP', Timestamp: change })).toEqual([0, 1, 2])
    expect(filtered({ Type: 'FROM_TIMESTAMP', Timestamp: after })).toEqual([1, 2])
    expect(filtered({ Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001' })).toEqual([2])
    expect(() => filtered({ Type: 'NOW' })).toThrow(withCode('ValidationException'))
  })

  test('shows the lineage: parents, and where a closed shard ends', () => {
    const api = new Api().create(3)
    const last = api.put('x')
    api.call('MergeShards', {
      ShardToMerge: 'shardId-000000000001',
      AdjacentShardToMerge: 'shardId-000000000000',
    })
    const [first, , third, merged] = api.shards()
    expect(first?.SequenceNumberRange.EndingSequenceNumber).toMatch(/^\d{56}$/)
    expect(BigInt(first?.SequenceNumberRange.EndingSequenceNumber ?? 0)).toBeGreaterThan(
      BigInt(last.SequenceNumber),
    )
    expect(third?.SequenceNumberRange.EndingSequenceNumber).toBeUndefined()
    expect(merged).toMatchObject({
      ParentShardId: 'shardId-000000000001',
      AdjacentParentShardId: 'shardId-000000000000',
      HashKeyRange: { StartingHashKey: '0' },
    })
  })
})

test('a closed shard can be neither split nor merged', () => {
  const api = new Api().create()
  api.call('UpdateShardCount', { TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' })
  const split = { ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '17' }
  expect(() => api.call('SplitShard', split)).toThrow(withCode('InvalidArgumentException'))
})
