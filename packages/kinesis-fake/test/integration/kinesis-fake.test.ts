import type { KinesisClient } from '@aws-sdk/client-kinesis'
import { afterEach, describe, expect, test } from '@jest/globals'
import { SettableClock } from '../../src/clock.ts'
import { KinesisFake, type KinesisFakeOptions } from '../../src/kinesis-fake.ts'
import { clientOf, FIRST_SHARD, outcome, StreamClient } from '../support/client.ts'

const STREAM = 'a-stream'
let running: { fake: KinesisFake; client: KinesisClient } | undefined

/** A fake with one stream, and a client that retries nothing. */
async function start(options: KinesisFakeOptions = {}) {
  const fake = await KinesisFake.start({ streams: { [STREAM]: 2 }, ...options })
  const client = clientOf(fake.endpoint, 1)
  running = { fake, client }
  return { fake, stream: new StreamClient(client, STREAM) }
}

afterEach(async () => {
  running?.client.destroy()
  await running?.fake.stop()
})

const texts = (fake: KinesisFake) => fake.records(STREAM).map(({ data }) => data.toString())

function post(fake: KinesisFake, target: string, body: string) {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }
  return fetch(fake.endpoint, { method: 'POST', headers, body })
}

describe('the fake', () => {
  test('gives what it holds, shard by shard in order', async () => {
    const clock = new SettableClock(1_767_225_600_000)
    const { fake, stream } = await start({ clock })
    const high = { ExplicitHashKey: (2n ** 127n).toString() }
    await stream.put('0', 'k', high)
    await stream.put('1', 'é', { ExplicitHashKey: '0' })
    await stream.put('2', 'k', high)
    const arrivedAt = clock.now()
    const sequenceNumber = expect.stringMatching(/^\d{56}$/)
    const inSecond = { shardId: 'shardId-000000000001', partitionKey: 'k', arrivedAt }
    expect(fake.records(STREAM)).toEqual([
      {
        shardId: FIRST_SHARD,
        partitionKey: 'é',
        data: Buffer.from('1'),
        arrivedAt,
        sequenceNumber,
      },
      { ...inSecond, data: Buffer.from('0'), sequenceNumber },
      { ...inSecond, data: Buffer.from('2'), sequenceNumber },
    ])
  })

  test.each([
    ['Kinesis_20131202.Nonsense', '{}', 'UnknownOperationException'],
    ['', '{}', 'UnknownOperationException'],
    ['Kinesis_20131202.ListStreams', '{', 'SerializationException'],
    ['Kinesis_20131202.ListStreams', 'null', 'SerializationException'],
    ['Kinesis_20131202.DescribeStream', '{"StreamName":1}', 'SerializationException'],
    ['Kinesis_20131202.DescribeStream', '{}', 'InvalidArgumentException'],
  ])('answers the target "%s" with the body %s by 400 %s', async (target, body, code) => {
    const { fake } = await start()
    const response = await post(fake, target, body)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(await response.json()).toEqual({ __type: code, message: expect.any(String) })
  })

  test('cuts its clients and frees its port when it stops', async () => {
    const { fake, stream } = await start()
    fake.inject({ delayMs: 60_000 })
    const pending = outcome(stream.put('x'))
    await post(fake, '', '').then(() => fake.stop())
    expect(await pending).not.toBe('accepted')
    const { port } = new URL(fake.endpoint)
    const again = await start({ port: Number(port) })
    expect(again.fake.endpoint).toBe(fake.endpoint)
    expect(await outcome(again.stream.put('x'))).toBe('accepted')
  })
})

describe('an injected fault', () => {
  test.each([
    ['LimitExceededException', 400],
    ['InternalFailure', 500],
    ['ServiceUnavailable', 503],
  ] as const)('answers a request with %s as %i and stores nothing', async (error, status) => {
    const { fake, stream } = await start()
    fake.inject({ error, action: 'PutRecord', times: 1 })
    await expect(stream.put('lost')).rejects.toMatchObject({
      name: error,
      $metadata: { httpStatusCode: status },
    })
    await stream.put('stored')
    expect(texts(fake)).toEqual(['stored'])
  })

  test.each([
    ['before', []],
    ['after', ['x']],
  ] as const)('cuts the connection %s the record is stored', async (cut, stored) => {
    const { fake, stream } = await start()
    fake.inject({ cut, times: 1 })
    await expect(stream.put('x')).rejects.toThrow('socket hang up')
    expect(texts(fake)).toEqual(stored)
  })

  test('delays a request, which another one passes', async () => {
    const { fake, stream } = await start()
    fake.inject({ delayMs: 500, action: 'PutRecords' })
    const late = stream.putMany(1)
    await stream.put('early')
    expect(texts(fake)).toEqual(['early'])
    await late
    expect(texts(fake)).toHaveLength(2)
  })

  test('fails chosen records of a request, in their places', async () => {
    const { fake, stream } = await start()
    fake.inject({
      record: ({ partitionKey }) => (partitionKey === 'key-1' ? 'InternalFailure' : undefined),
    })
    const { FailedRecordCount, Records } = await stream.putMany(3)
    expect(FailedRecordCount).toBe(1)
    expect(Records?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'InternalFailure',
      undefined,
    ])
    expect(texts(fake)).toHaveLength(2)
  })

  test('throttles one shard, writes and reads, until it is released', async () => {
    const { fake, stream } = await start()
    const release = fake.throttle(STREAM, FIRST_SHARD)
    const put = (hashKey: bigint) =>
      outcome(stream.put('x', 'k', { ExplicitHashKey: hashKey.toString() }))
    const iterator = await stream.iterator(FIRST_SHARD)
    expect(await put(0n)).toBe('ProvisionedThroughputExceededException')
    expect(await outcome(stream.get(iterator))).toBe('ProvisionedThroughputExceededException')
    expect(await put(2n ** 127n)).toBe('accepted')
    release()
    expect(await put(0n)).toBe('accepted')
    expect(await outcome(stream.get(iterator))).toBe('accepted')
  })
})
