import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createClient } from '../../src/client.ts'
import { openStream } from '../../src/stream.ts'
import { KinesisStub } from './kinesis-stub.ts'

const OPTIONS = {
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 10_000,
  maxSockets: 2,
}
/** Of a client that is to see no answer come. */
const IMPATIENT_MS = 500
const entry = { data: Buffer.from('hello'), partitionKey: 'a' }

let stub: KinesisStub
let endpoint: string
let client: ReturnType<typeof createClient>

beforeEach(async () => {
  stub = new KinesisStub()
  endpoint = await stub.start()
  client = createClient({ region: 'us-east-1', endpoint, ...OPTIONS })
})

afterEach(async () => {
  client.destroy()
  await stub.stop()
})

describe('putting records by the SDK', () => {
  test('gives one result per record, in order', async () => {
    stub.answer = () => ({
      status: 200,
      body: {
        FailedRecordCount: 1,
        Records: [
          { ShardId: 'shardId-000000000000', SequenceNumber: '49' },
          { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' },
        ],
      },
    })
    const hashed = { ...entry, partitionKey: 'b', explicitHashKey: '7' }
    const results = await openStream(client, 's').putRecords([entry, hashed])
    expect(results).toEqual([
      { shardId: 'shardId-000000000000', sequenceNumber: '49' },
      { error: expect.objectContaining({ code: 'KINESIS_THROTTLED', retriable: true }) },
    ])
    expect(stub.seen).toMatchObject([
      {
        action: 'PutRecords',
        httpVersion: '1.1',
        body: {
          StreamName: 's',
          Records: [
            { Data: Buffer.from('hello').toString('base64'), PartitionKey: 'a' },
            { PartitionKey: 'b', ExplicitHashKey: '7' },
          ],
        },
      },
    ])
  })

  test('keeps its connections, and opens no more than it may', async () => {
    stub.answer = () => ({
      status: 200,
      body: { Records: [{ ShardId: 's', SequenceNumber: '1' }] },
    })
    const stream = openStream(client, 's')
    for (let round = 0; round < 3; round++)
      await Promise.all(Array.from({ length: 6 }, () => stream.putRecords([entry])))
    expect(stub.seen).toHaveLength(18)
    expect(new Set(stub.seen.map(({ port }) => port)).size).toBe(2)
  })

  test.each([
    ['a connection that is cut', 'cut' as const],
    ['no answer in time', 'hang' as const],
    ['a server error', { status: 500, body: { __type: 'InternalFailure' } }],
    ['an answer that leaves records out', { status: 200, body: { Records: [] } }],
  ])('%s: the outcome is unknown, and it is sent once', async (_, answer) => {
    stub.answer = () => answer
    const options = { ...OPTIONS, requestTimeoutMs: IMPATIENT_MS }
    const impatient = createClient({ region: 'us-east-1', endpoint, ...options })
    await expect(openStream(impatient, 's').putRecords([entry])).rejects.toMatchObject({
      code: 'KINESIS_OUTCOME_UNKNOWN',
      outcomeUnknown: true,
    })
    impatient.destroy()
    expect(stub.seen).toHaveLength(1)
  })

  test.each([
    ['ProvisionedThroughputExceededException', 'KINESIS_THROTTLED'],
    ['ResourceNotFoundException', 'KINESIS_STREAM_NOT_FOUND'],
    ['InvalidArgumentException', 'KINESIS_INVALID'],
    ['ResourceInUseException', 'KINESIS_REFUSED'],
    ['UnrecognizedClientException', 'KINESIS_ACCESS_DENIED'],
  ])('%s is %s, sent once', async (type, code) => {
    stub.answer = () => ({ status: 400, body: { __type: type, message: 'told' } })
    await expect(openStream(client, 's').putRecords([entry])).rejects.toMatchObject({
      code,
      outcomeUnknown: false,
    })
    expect(stub.seen).toHaveLength(1)
  })

  test.each([
    ['a server that is not there', 'http://127.0.0.1:1'],
    ['a host that has no address', 'http://nowhere.invalid'],
  ])('%s: nothing was sent', async (_, address) => {
    // In a process of its own: under Jest the SDK does not know Node's errors as such, and drops their facts.
    const script = fileURLToPath(new URL('put-once.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [script, address])
    expect(stdout).toBe('KINESIS_UNAVAILABLE')
  })
})

test('the shards are listed page by page, with what is closed', async () => {
  const shard = (id: string, end: object) => ({
    ShardId: id,
    HashKeyRange: {
      StartingHashKey: '0',
      EndingHashKey: '340282366920938463463374607431768211455',
    },
    SequenceNumberRange: { StartingSequenceNumber: '1', ...end },
  })
  stub.answer = ({ body }) => ({
    status: 200,
    body: body.NextToken
      ? { Shards: [shard('two', {})] }
      : { Shards: [shard('one', { EndingSequenceNumber: '2' })], NextToken: 'more' },
  })
  const stream = openStream(client, 's')
  const all = { from: 0n, to: 2n ** 128n - 1n }
  expect(await stream.listShards()).toEqual({
    shards: [{ shardId: 'one', ...all, open: false }],
    next: 'more',
  })
  expect(await stream.listShards('more')).toEqual({
    shards: [{ shardId: 'two', ...all, open: true }],
  })
  expect(stub.seen.map(({ body }) => body)).toEqual([{ StreamName: 's' }, { NextToken: 'more' }])
})
