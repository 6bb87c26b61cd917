import {
  DescribeStreamCommand,
  type KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { HASH_KEYS, hashKeyOf } from '../../src/core/hash-range.ts'
import { clientOf, FIRST_SHARD, outcome, type Start, StreamClient } from '../support/client.ts'
import { expectCoverage } from '../support/coverage.ts'
import { differences } from '../support/differences.ts'
import { type KinesisServer, type ServerName, servers } from '../support/servers.ts'

const SECOND_SHARD = 'shardId-000000000001'
const THIRD_SHARD = 'shardId-000000000002'
const MIDDLE = HASH_KEYS / 2n

/** One file, so that each server starts once. */
describe.each(Object.keys(servers) as ServerName[])('Kinesis as %s shows it', (serverName) => {
  let server: KinesisServer
  let client: KinesisClient
  let made = 0

  beforeAll(async () => {
    server = await servers[serverName]()
    client = clientOf(server.endpoint)
    // LocalStack installs its Kinesis at the first call.
    await client.send(new ListStreamsCommand())
  }, 300_000)

  afterAll(() => server?.stop())

  const create = (shardCount = 1) => new StreamClient(client, `stream-${made++}`).create(shardCount)

  test('a stream is made, described, listed and deleted', async () => {
    const stream = await create(2)
    const describe = new DescribeStreamCommand({ StreamName: stream.name })
    expect((await client.send(describe)).StreamDescription).toMatchObject({
      StreamName: stream.name,
      StreamStatus: 'ACTIVE',
      HasMoreShards: false,
      RetentionPeriodHours: 24,
      StreamARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${stream.name}`,
      StreamCreationTimestamp: expect.any(Date),
    })
    const names = async () => (await client.send(new ListStreamsCommand())).StreamNames
    expect(await names()).toContain(stream.name)
    expect(await outcome(stream.create())).toBe('ResourceInUseException')
    await stream.delete()
    expect(await names()).not.toContain(stream.name)
  })

  test('a stream that is deleted and made again is empty', async () => {
    const stream = await create()
    await stream.put('old')
    await stream.delete()
    await stream.create()
    await stream.put('new')
    expect((await stream.read(FIRST_SHARD)).data).toEqual(['new'])
  })

  test('shards cover all hash keys once, and are listed in pages', async () => {
    const { name } = await create(3)
    const first = await client.send(new ListShardsCommand({ StreamName: name, MaxResults: 2 }))
    const { NextToken } = first
    const second = await client.send(new ListShardsCommand({ NextToken, MaxResults: 2 }))
    expect(second.NextToken).toBeUndefined()
    expectCoverage([...(first.Shards ?? []), ...(second.Shards ?? [])])
  })

  test('a record goes to the shard of its key, or of its explicit hash key', async () => {
    const stream = await create(2)
    const shardOf = (hashKey: bigint) => (hashKey < MIDDLE ? FIRST_SHARD : SECOND_SHARD)
    for (const key of ['a', 'b', 'c', 'é', '😀'])
      expect((await stream.put('x', key)).ShardId).toBe(shardOf(hashKeyOf(key)))
    for (const hashKey of [0n, HASH_KEYS - 1n]) {
      const { ShardId } = await stream.put('x', 'a', { ExplicitHashKey: hashKey.toString() })
      expect(ShardId).toBe(shardOf(hashKey))
    }
  })

  test('sequence numbers increase and have the length of the service', async () => {
    const stream = await create()
    const { SequenceNumber: SequenceNumberForOrdering } = await stream.put('1')
    const second = await stream.put('2', 'a-key', { SequenceNumberForOrdering })
    const { Records = [] } = await stream.putMany(2)
    const numbers = [SequenceNumberForOrdering, second.SequenceNumber]
    numbers.push(...Records.map(({ SequenceNumber }) => SequenceNumber))
    expect(numbers).toEqual([...new Set(numbers)].toSorted())
    expect(numbers.every((number) => /^\d{56}$/.test(String(number)))).toBe(true)
  })

  test('outcomes of PutRecords come in the order of the request', async () => {
    const stream = await create(2)
    const Records = [0n, HASH_KEYS - 1n, 1n].map((hashKey) => ({
      Data: Buffer.from(hashKey.toString()),
      PartitionKey: 'k',
      ExplicitHashKey: hashKey.toString(),
    }))
    const answer = await client.send(new PutRecordsCommand({ StreamName: stream.name, Records }))
    expect(answer.FailedRecordCount).toBe(0)
    const shards = answer.Records?.map(({ ShardId }) => ShardId)
    expect(shards).toEqual([FIRST_SHARD, SECOND_SHARD, FIRST_SHARD])
    expect((await stream.read(FIRST_SHARD)).data).toEqual(['0', '1'])
  })

  test('a record comes back with its data, key, number and arrival', async () => {
    const stream = await create()
    const { SequenceNumber } = await stream.put('ünïcode', 'é')
    const { Records, MillisBehindLatest } = await stream.get(await stream.iterator(FIRST_SHARD))
    const ApproximateArrivalTimestamp = expect.any(Date)
    const expected = { PartitionKey: 'é', SequenceNumber, ApproximateArrivalTimestamp }
    expect(Records).toMatchObject([expected])
    expect(Buffer.from(Records?.[0]?.Data ?? []).toString()).toBe('ünïcode')
    expect(MillisBehindLatest).toBe(0)
  })

  test('each iterator type begins where it says', async () => {
    const stream = await create()
    await stream.put('0')
    const { SequenceNumber: StartingSequenceNumber } = await stream.put('1')
    const data = async (start: Start) => (await stream.read(FIRST_SHARD, start)).data
    expect(await data({ ShardIteratorType: 'TRIM_HORIZON' })).toEqual(['0', '1'])
    const at: Start = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber }
    expect(await data(at)).toEqual(['1'])
    expect(await data({ ...at, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' })).toEqual([])
    const latest = await stream.iterator(FIRST_SHARD, { ShardIteratorType: 'LATEST' })
    await stream.put('2')
    const [last] = (await stream.get(latest)).Records ?? []
    expect(Buffer.from(last?.Data ?? []).toString()).toBe('2')
    const Timestamp = last?.ApproximateArrivalTimestamp
    expect((await data({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp })).at(-1)).toBe('2')
    const all = await data({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(0) })
    expect(all).toEqual(['0', '1', '2'])
  })

  test('pages of a limit join without gap or overlap', async () => {
    const stream = await create()
    for (const data of ['0', '1', '2']) await stream.put(data)
    const first = await stream.get(await stream.iterator(FIRST_SHARD), 2)
    const second = await stream.get(first.NextShardIterator, 2)
    const data = [first, second].map(({ Records = [] }) => Records.map(({ Data }) => String(Data)))
    expect(data).toEqual([['48', '49'], ['50']])
  })

  test('after a split the parent ends with its children, which take what comes', async () => {
    const stream = await create()
    await stream.put('before')
    await stream.split(FIRST_SHARD, MIDDLE)
    const { ShardId = '' } = await stream.put('after')
    const { data, last } = await stream.read(FIRST_SHARD)
    expect(data).toEqual(['before'])
    const HashKeyRange = { StartingHashKey: MIDDLE.toString() }
    expect(last.ChildShards).toMatchObject([
      { ShardId: SECOND_SHARD, ParentShards: [FIRST_SHARD] },
      { ShardId: THIRD_SHARD, ParentShards: [FIRST_SHARD], HashKeyRange },
    ])
    expect((await stream.read(ShardId)).data).toEqual(['after'])
    const [parent, ...children] = await stream.shards()
    expect(parent?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^\d+$/)
    const ParentShardId = FIRST_SHARD
    expect(children).toMatchObject([{ ParentShardId }, { ParentShardId }])
    expectCoverage(children)
  })

  test('after a merge both parents end with the one child', async () => {
    const stream = await create(2)
    await stream.merge(FIRST_SHARD, SECOND_SHARD)
    for (const parent of [FIRST_SHARD, SECOND_SHARD]) {
      const { last } = await stream.read(parent)
      expect(last.ChildShards).toMatchObject([{ ShardId: THIRD_SHARD }])
    }
    const [, , child] = await stream.shards()
    expect(child?.ParentShardId).toBe(FIRST_SHARD)
    expect(child?.AdjacentParentShardId).toBe(SECOND_SHARD)
  })

  test('UpdateShardCount from 2 to 4 closes both and opens two children of each', async () => {
    const stream = await create(2)
    await stream.scale(4)
    const parents = (await stream.shards()).map(({ ParentShardId }) => ParentShardId)
    for (const parent of [undefined, FIRST_SHARD, SECOND_SHARD])
      expect(parents.filter((id) => id === parent)).toHaveLength(2)
    const open = await stream.shards({ ShardFilter: { Type: 'AT_LATEST' } })
    expect(open).toHaveLength(4)
    expectCoverage(open)
  })

  test.each<[string, string, (stream: StreamClient) => Promise<unknown>]>([
    ['data over 1 MiB', 'InvalidArgument', (stream) => stream.putMany(1, 2 ** 20 + 1)],
    [
      'a hash key of 2^128',
      'InvalidArgument',
      (stream) => stream.put('x', 'k', { ExplicitHashKey: HASH_KEYS.toString() }),
    ],
    ['no such stream', 'ResourceNotFound', () => new StreamClient(client, 'nowhere').put('x')],
    ['no such shard', 'ResourceNotFound', (stream) => stream.iterator(SECOND_SHARD)],
    [
      'a missing sequence number',
      'InvalidArgument',
      (stream) => stream.iterator(FIRST_SHARD, { ShardIteratorType: 'AT_SEQUENCE_NUMBER' }),
    ],
    ['more than double the shards', 'InvalidArgument', (stream) => stream.scale(3)],
  ])('%s is refused as %s', async (_what, code, request) => {
    expect(await outcome(request(await create()))).toBe(`${code}Exception`)
  })

  describe('but LocalStack differs from the service in', () => {
    test.each(differences)('$title', async ({ observe, expected }) => {
      const { name } = await create()
      const impatient = clientOf(server.endpoint, 1)
      expect(await observe(new StreamClient(impatient, name))).toEqual(expected[serverName])
    })
  })
})
