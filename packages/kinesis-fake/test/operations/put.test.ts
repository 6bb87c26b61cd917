import { describe, expect, test } from '@jest/globals'
import { Api } from '../support/api.ts'
import { withCode } from '../support/with-code.ts'

const base64 = (bytes: number) => Buffer.alloc(bytes).toString('base64')
const record = (bytes = 1, PartitionKey = 'a-key') => ({ Data: base64(bytes), PartitionKey })
const MEBIBYTE = 1024 * 1024

interface PutRecordsAnswer {
  readonly FailedRecordCount: number
  readonly Records: readonly { readonly ErrorCode?: string; readonly ShardId?: string }[]
}

const putRecords = (api: Api, Records: readonly unknown[]) =>
  api.call<PutRecordsAnswer>('PutRecords', { Records })

const codes = ({ Records }: PutRecordsAnswer) => Records.map(({ ErrorCode }) => ErrorCode ?? 'ok')

describe('putting records', () => {
  test.each([
    ['an empty partition key', record(1, ''), 'ValidationException'],
    ['a partition key of 257 characters', record(1, 'x'.repeat(257)), 'ValidationException'],
    ['no data', { PartitionKey: 'k' }, 'ValidationException'],
    ['data that is no base64', { Data: 'a!==', PartitionKey: 'k' }, 'SerializationException'],
    ['data that is base64url', { Data: '-_-_', PartitionKey: 'k' }, 'SerializationException'],
    ['data without its padding', { Data: 'YQ', PartitionKey: 'k' }, 'SerializationException'],
    ['data and key over 1 MiB', record(MEBIBYTE, 'k'), 'InvalidArgumentException'],
    [
      'a hash key of 2^128',
      { ...record(), ExplicitHashKey: (2n ** 128n).toString() },
      'InvalidArgumentException',
    ],
    ['null', null, 'ValidationException'],
  ])('a request with %s is refused and nothing of it is stored', (_what, bad, code) => {
    const api = new Api().create()
    expect(() => putRecords(api, [record(), bad])).toThrow(withCode(code))
    expect(api.get(api.iterator()).Records).toEqual([])
  })

  test('256 characters beyond the basic plane are a key', () => {
    const api = new Api().create()
    expect(codes(putRecords(api, [record(1, '😀'.repeat(256))]))).toEqual(['ok'])
    expect(() => putRecords(api, [record(1, '😀'.repeat(257))])).toThrow(
      withCode('ValidationException'),
    )
  })

  test('a request takes 1 to 500 records', () => {
    const api = new Api().create()
    const records = Array.from({ length: 500 }, () => record())
    expect(putRecords(api, records).FailedRecordCount).toBe(0)
    expect(() => putRecords(api, [...records, record()])).toThrow(withCode('ValidationException'))
    expect(() => putRecords(api, [])).toThrow(withCode('ValidationException'))
  })

  test('a request takes 10 MiB, keys included', () => {
    const api = new Api().create()
    const records = Array.from({ length: 10 }, () => record(MEBIBYTE - 1, 'k'))
    expect(putRecords(api, records).FailedRecordCount).toBe(0)
    expect(() => putRecords(api, [...records, record(0, 'k')])).toThrow(
      withCode('InvalidArgumentException'),
    )
  })

  test('a stream takes records up to the size it was made with', () => {
    const api = new Api()
    api.call('CreateStream', { ShardCount: 1, MaxRecordSizeInKiB: 10_240 })
    expect(codes(putRecords(api, [record(10 * MEBIBYTE - 1, 'k')]))).toEqual(['ok'])
    expect(() => putRecords(api, [record(10 * MEBIBYTE, 'k')])).toThrow(
      withCode('InvalidArgumentException'),
    )
  })

  test('an explicit hash key overrides that of the partition key', () => {
    const api = new Api().create(2)
    const put = (key: bigint) =>
      api.call('PutRecord', { ...record(), ExplicitHashKey: key.toString() })
    expect(put(2n ** 127n - 1n)).toMatchObject({ ShardId: 'shardId-000000000000' })
    expect(put(2n ** 127n)).toMatchObject({ ShardId: 'shardId-000000000001' })
  })

  test('a sequence number for ordering is taken, another text is refused', () => {
    const api = new Api().create()
    const first = api.put('1')
    const ordered = { ...record(), SequenceNumberForOrdering: first.SequenceNumber }
    const second = api.call<typeof first>('PutRecord', ordered)
    expect(second.SequenceNumber > first.SequenceNumber).toBe(true)
    expect(() => api.call('PutRecord', { ...record(), SequenceNumberForOrdering: 'x' })).toThrow(
      withCode('ValidationException'),
    )
  })
})

describe("a shard's write quota", () => {
  const limits = { writes: true, reads: false }

  test('takes 1,000 records a second; the rest fail one by one, and may come a second later', () => {
    const api = new Api({ limits }).create()
    const records = Array.from({ length: 500 }, () => record())
    expect(putRecords(api, records).FailedRecordCount).toBe(0)
    expect(putRecords(api, records).FailedRecordCount).toBe(0)
    api.clock.advance(2)
    const third = codes(putRecords(api, records))
    expect(third.slice(0, 3)).toEqual(['ok', 'ok', 'ProvisionedThroughputExceededException'])
    expect(third.filter((code) => code === 'ok')).toHaveLength(2)
    api.clock.advance(1000)
    expect(putRecords(api, records).FailedRecordCount).toBe(0)
  })

  test('takes 1 MiB a second, and lets a small record through after a large one was refused', () => {
    const api = new Api({ limits }).create()
    const half = record(MEBIBYTE / 2 - 1, 'k')
    const answer = putRecords(api, [half, record(MEBIBYTE / 2 - 11, 'k'), half, record(1, 'k')])
    expect(codes(answer)).toEqual(['ok', 'ok', 'ProvisionedThroughputExceededException', 'ok'])
    expect(answer.FailedRecordCount).toBe(1)
  })

  test('fails PutRecord as a whole', () => {
    const api = new Api({ limits }).create()
    putRecords(api, [record(MEBIBYTE - 1, 'k')])
    expect(() => api.put('x')).toThrow(withCode('ProvisionedThroughputExceededException'))
  })

  test('is each shard its own', () => {
    const api = new Api({ limits }).create(2)
    const at = (key: bigint) => ({ ...record(MEBIBYTE - 1, 'k'), ExplicitHashKey: key.toString() })
    expect(codes(putRecords(api, [at(0n), at(1n), at(2n ** 127n)]))).toEqual([
      'ok',
      'ProvisionedThroughputExceededException',
      'ok',
    ])
  })
})

test('chosen records fail with their code, and the others of the request are stored', () => {
  const api = new Api().create()
  api.recordFault = ({ index }) => (index === 1 ? 'InternalFailure' : undefined)
  expect(codes(putRecords(api, [record(), record(), record()]))).toEqual([
    'ok',
    'InternalFailure',
    'ok',
  ])
  expect(api.get(api.iterator()).Records).toHaveLength(2)
})
