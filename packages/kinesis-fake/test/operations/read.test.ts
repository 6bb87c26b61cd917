import { describe, expect, test } from '@jest/globals'
import { Api, texts } from '../support/api.ts'
import { withCode } from '../support/with-code.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('iterators', () => {
  test('each type begins where it says', () => {
    const api = new Api().create()
    api.put('0')
    api.clock.advance(10)
    const { SequenceNumber } = api.put('1')
    api.clock.advance(10)
    api.put('2')
    const read = (at: object) => texts(api.get(api.iterator(undefined, { ...at })))
    const sequence = { StartingSequenceNumber: SequenceNumber }
    const Timestamp = (api.clock.now() - 15) / 1000
    expect(read({ ShardIteratorType: 'TRIM_HORIZON' })).toEqual(['0', '1', '2'])
    expect(read({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', ...sequence })).toEqual(['1', '2'])
    expect(read({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', ...sequence })).toEqual(['2'])
    expect(read({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp })).toEqual(['1', '2'])
    const latest = api.iterator(undefined, { ShardIteratorType: 'LATEST' })
    api.put('3')
    expect(texts(api.get(latest))).toEqual(['3'])
  })

  test('expire after 5 minutes, on a shard that is read all the time too', () => {
    const api = new Api().create()
    const iterator = api.iterator()
    api.clock.advance(5 * MINUTE)
    const next = String(api.get(iterator).NextShardIterator)
    api.clock.advance(1)
    expect(() => api.get(iterator)).toThrow(withCode('ExpiredIteratorException'))
    expect(texts(api.get(next))).toEqual([])
  })

  test.each(['', 'abc', Buffer.from('{}').toString('base64')])('"%s" is refused', (iterator) => {
    expect(() => new Api().create().get(iterator)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/Validation|InvalidArgument/) }),
    )
  })

  test('of a stream that was deleted and made again find nothing, nor do its sequence numbers', () => {
    const api = new Api().create()
    const { SequenceNumber } = api.put('old')
    const iterator = api.iterator()
    api.call('DeleteStream')
    expect(() => api.get(iterator)).toThrow(withCode('ResourceNotFoundException'))
    api.create()
    api.put('new')
    expect(() => api.get(iterator)).toThrow(withCode('ResourceNotFoundException'))
    const at = {
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      StartingSequenceNumber: SequenceNumber,
    }
    expect(() => api.iterator(undefined, at)).toThrow(withCode('InvalidArgumentException'))
    expect(texts(api.get(api.iterator()))).toEqual(['new'])
  })

  test('a timestamp of now is taken, a later one is refused', () => {
    const api = new Api().create()
    const at = (ms: number) => ({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: ms / 1000 })
    expect(texts(api.get(api.iterator(undefined, at(api.clock.now()))))).toEqual([])
    expect(() => api.iterator(undefined, at(api.clock.now() + 1))).toThrow(
      withCode('InvalidArgumentException'),
    )
  })

  test.each(['0', `50${'0'.repeat(54)}`, 'x'])(
    'the sequence number %s is none of the shard',
    (number) => {
      const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: number }
      expect(() => new Api().create().iterator(undefined, at)).toThrow(
        withCode('InvalidArgumentException'),
      )
    },
  )
})

describe('GetRecords', () => {
  test('tells how far behind the tip it is: the age of the next record', () => {
    const api = new Api().create()
    api.put('0')
    api.put('1')
    api.clock.advance(250)
    const first = api.get(api.iterator(), 1)
    expect(first.MillisBehindLatest).toBe(250)
    expect(api.get(String(first.NextShardIterator)).MillisBehindLatest).toBe(0)
  })

  test('takes a limit of 1 to 10,000', () => {
    const api = new Api().create()
    const iterator = api.iterator()
    for (const limit of [0, 10_001])
      expect(() => api.get(iterator, limit)).toThrow(withCode('ValidationException'))
    expect(api.get(iterator, 10_000).Records).toEqual([])
  })

  test('ends a closed shard with no next iterator and its children', () => {
    const api = new Api().create(2)
    api.call('MergeShards', {
      ShardToMerge: 'shardId-000000000000',
      AdjacentShardToMerge: 'shardId-000000000001',
    })
    expect(api.get(api.iterator())).toMatchObject({
      NextShardIterator: null,
      ChildShards: [
        {
          ShardId: 'shardId-000000000002',
          ParentShards: ['shardId-000000000000', 'shardId-000000000001'],
        },
      ],
    })
  })

  test('drops records after 24 hours', () => {
    const api = new Api().create()
    api.put('old')
    api.clock.advance(1)
    api.put('new')
    api.clock.advance(DAY)
    expect(texts(api.get(api.iterator()))).toEqual(['new'])
  })

  test('drops a closed shard 24 hours after it was closed', () => {
    const api = new Api().create()
    api.put('old')
    api.call('SplitShard', {
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: '17',
    })
    api.clock.advance(DAY)
    expect(texts(api.get(api.iterator()))).toEqual(['old'])
    api.clock.advance(1)
    expect(() => api.iterator()).toThrow(withCode('ResourceNotFoundException'))
    expect(api.shards().map(({ ParentShardId }) => ParentShardId)).toEqual([
      'shardId-000000000000',
      'shardId-000000000000',
    ])
  })
})

describe("a shard's read quota", () => {
  const limits = { writes: false, reads: true }

  test('allows 5 calls a second', () => {
    const api = new Api({ limits }).create()
    for (let call = 0; call < 5; call++) api.get(api.iterator())
    const throttled = () => api.get(api.iterator())
    expect(throttled).toThrow(withCode('ProvisionedThroughputExceededException'))
    api.clock.advance(200)
    expect(throttled).not.toThrow()
  })

  test('after 10 MiB refuses the calls of the next 5 seconds', () => {
    const api = new Api({ limits }).create()
    for (let at = 0; at < 12; at++) api.put('x'.repeat(1024 * 1024 - 5), 'a-key')
    expect(api.get(api.iterator()).Records).toHaveLength(10)
    api.clock.advance(3990)
    expect(() => api.get(api.iterator())).toThrow(
      withCode('ProvisionedThroughputExceededException'),
    )
    api.clock.advance(1010)
    expect(api.get(api.iterator()).Records).toHaveLength(10)
  })
})
