import {
  KinesisClient,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hashKeyOf, KinesisFake } from '@pinpipe/kinesis-fake'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { sha256 } from '../../src/lines.ts'
import { kinesisLog } from '../../src/stream/kinesis-log.ts'
import { precedenceIn, readStream } from '../../src/stream/records.ts'
import { ID } from '../bucket.ts'
import { recordOf } from '../records.ts'
import { aggregateOf } from '../stream/aggregates.ts'

const StreamName = `streaming-${ID}-pin`
const shardId = (number: number) => `shardId-00000000000${number}`

let kinesis: KinesisFake
let client: KinesisClient
let log: ReturnType<typeof kinesisLog>

beforeAll(async () => {
  kinesis = await KinesisFake.start({ streams: { [StreamName]: 1 }, limits: { writes: false } })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const location = { endpoint: kinesis.endpoint, region: 'us-east-1', credentials }
  client = new KinesisClient({ ...location, requestHandler: new NodeHttpHandler() })
  log = kinesisLog(location)
})

afterAll(async () => {
  log?.close()
  client?.destroy()
  await kinesis?.stop()
})

const put = (PartitionKey: string, Data: Uint8Array, ExplicitHashKey?: string) =>
  client.send(
    new PutRecordCommand({
      ...{ StreamName, PartitionKey, Data },
      ...(ExplicitHashKey === undefined ? {} : { ExplicitHashKey }),
    }),
  )

test('every record is read, those of closed shards and of aggregates too', async () => {
  const [first, second, third] = [1, 2, 3].map((row) => Buffer.from(recordOf('pin', row))) as [
    Buffer,
    Buffer,
    Buffer,
  ]
  await put('1', first)
  const NewStartingHashKey = String(2n ** 127n)
  const ShardToSplit = shardId(0)
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }))
  const parts = [
    ['2', second],
    ['3', third],
  ] as const
  await put('a', aggregateOf(parts), '0')
  await put('top', Buffer.from('no record'), String(2n ** 128n - 1n))
  const halves = { ShardToMerge: shardId(1), AdjacentShardToMerge: shardId(2) }
  await client.send(new MergeShardsCommand({ StreamName, ...halves }))
  await put('1', first, String(hashKeyOf('1')))

  const { shards, records } = await readStream(log, ID, 'pin')
  expect(shards).toEqual([
    { id: shardId(0), parents: [] },
    { id: shardId(1), parents: [shardId(0)] },
    { id: shardId(2), parents: [shardId(0)] },
    { id: shardId(3), parents: [shardId(1), shardId(2)] },
  ])
  const stored = kinesis.records(StreamName)
  const place = (at: number) => {
    const { shardId: shard, sequenceNumber, arrivedAt } = stored[at] ?? {}
    return { stream: StreamName, shard, sequenceNumber, arrivedAt }
  }
  expect(records).toMatchObject([
    { ...place(0), partitionKey: '1', ind: 1n, sub: 0, at: 0, sha256: sha256(first) },
    { ...place(1), partitionKey: '2', ind: 2n, sub: 0, at: 0, sha256: sha256(second) },
    { ...place(1), partitionKey: '3', ind: 3n, sub: 1, at: 1, sha256: sha256(third) },
    { ...place(2), partitionKey: 'top', form: undefined, clean: undefined },
    { ...place(3), partitionKey: '1', ind: 1n, sub: 0, form: 'object' },
  ])
  const [oldest, ...later] = records
  const precedes = precedenceIn(shards)
  expect(later.every((record) => oldest && precedes(oldest, record))).toBe(true)
})

test('reading goes on after answers that were refused or lost', async () => {
  const before = await readStream(log, ID, 'pin')
  const throttled = { times: 4, error: 'ProvisionedThroughputExceededException' } as const
  kinesis.inject({ ...throttled, action: 'GetRecords' })
  kinesis.inject({ action: 'GetRecords', times: 1, cut: 'after' })
  expect(await readStream(log, ID, 'pin')).toEqual(before)
})

test('more records than an answer holds are read', async () => {
  const { records: before } = await readStream(log, ID, 'pin')
  const data = Buffer.alloc(900_000)
  for (const at of Array(12).keys()) await put(`${at}`, data)
  const { records } = await readStream(log, ID, 'pin')
  expect(records).toHaveLength(before.length + 12)
})

test('a stream that does not exist has no records', async () => {
  expect(await readStream(log, ID, 'geo')).toMatchObject({ shards: [], records: [] })
})
