import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type LocalStack, startLocalStack } from '@pinpipe/stack'
import { kinesisEnv, openStreams, send } from './kinesis-support.ts'
import { buildOriginalApi } from './original-api.ts'
import { startGateway } from './support.ts'

jest.setTimeout(180_000)

let localStack: LocalStack
let gateway: Awaited<ReturnType<typeof startGateway>>
let streams: Awaited<ReturnType<typeof openStreams>>
/** The same API twice, each with a stream of its own. */
let original: { base: string; stream: string }
let ours: { base: string; stream: string }

beforeAll(async () => {
  localStack = await startLocalStack({ services: ['kinesis', 'apigateway', 'iam', 'sts'] })
  streams = await openStreams(localStack)
  gateway = await startGateway('127.0.0.1:1', kinesisEnv(localStack))
  original = { base: await buildOriginalApi(localStack), stream: 'of-the-original' }
  ours = { base: `${gateway.base}/test`, stream: 'of-the-gateway' }
  for (const { base, stream } of [original, ours]) {
    await send(`${base}/streams/${stream}`, 'POST', '{"ShardCount":1}')
    await streams.shards(stream)
  }
})

afterAll(async () => {
  streams?.close()
  await gateway?.stop()
  await localStack?.stop()
})

type Answer = Awaited<ReturnType<typeof send>>

/** Sends the same to both APIs; `{s}` stands for the side's own stream. */
async function sendBoth(
  method: string,
  path: string,
  ...rest: [(string | Buffer)?, Record<string, string>?]
): Promise<readonly [original: Answer, ours: Answer]> {
  const answers = [original, ours].map(({ base, stream }) =>
    send(base + path.replace('{s}', stream), method, ...rest),
  )
  return (await Promise.all(answers)) as [Answer, Answer]
}

/** What differs between two streams and two moments. */
const VOLATILE = new Set([
  ...['SequenceNumber', 'StartingSequenceNumber', 'ShardIterator', 'NextShardIterator'],
  ...['ApproximateArrivalTimestamp', 'StreamCreationTimestamp'],
])

/** An answer as it can be compared: LocalStack writes the JSON of its answers anew. */
function comparable({ status, type, text }: Answer) {
  const named = text.replaceAll(original.stream, '{s}').replaceAll(ours.stream, '{s}')
  const body = JSON.parse(named, (key, value) => (VOLATILE.has(key) ? typeof value : value))
  return { status, type: type?.replace('; charset=utf-8', ''), body }
}

async function expectAlike(...request: Parameters<typeof sendBoth>): Promise<void> {
  const [theirs, own] = await sendBoth(...request)
  expect(comparable(own)).toEqual(comparable(theirs))
}

describe('the gateway answers as the original API in API Gateway does', () => {
  const requests: [string, string, string?][] = [
    ['GET', '/streams'],
    ['GET', '/streams/{s}'],
    ['GET', '/streams/none'],
    ['POST', '/streams/{s}', '{"ShardCount":1}'],
    ['POST', '/streams/{s}-2', '{"ShardCount":"x"}'],
    ['DELETE', '/streams/none'],
    ['PUT', '/streams/{s}/record', '{"StreamName":"x","Data":"d","PartitionKey":"k"}'],
    ['PUT', '/streams/{s}/record', '{"Data":"d"}'],
    ['PUT', '/streams/{s}/record', '{"Data":"d","PartitionKey":"a\\"b"}'],
    ['PUT', '/streams/none/record', '{"Data":"d","PartitionKey":"k"}'],
    ['PUT', '/streams/{s}/records', '{"records":[{"data":"d","partition-key":"k"}]}'],
    ['PUT', '/streams/{s}/records', '{"records":[{"data":"d"}]}'],
    ['PUT', '/streams/{s}/records', '{}'],
    ['GET', '/streams/{s}/sharditerator?shard-id=shardId-000000000000'],
    ['GET', '/streams/{s}/sharditerator?shard-id=shardId-000000000009'],
    ['GET', '/streams/{s}/sharditerator'],
    ['GET', '/streams/{s}/records?Shard-Iterator=nonsense'],
    ['GET', '/streams/{s}/none'],
    ['PATCH', '/streams/{s}'],
    ['GET', '/none'],
  ]

  test.each(requests.map((request) => [request]))('to %j', async (request) => {
    await expectAlike(...request)
  })

  test.each([
    ['text/plain', 415],
    ['application/x-amz-json-1.1', 415],
    ['application/json', 200],
  ])('to a record of type %s with %i', async (type, status) => {
    const body = Buffer.from('{"Data":"d","PartitionKey":"k"}')
    const answers = await sendBoth('PUT', '/streams/{s}/record', body, { 'content-type': type })
    expect(answers.map((answer) => answer.status)).toEqual([status, status])
    expect(comparable(answers[1])).toEqual(comparable(answers[0]))
  })

  test('to a record without a type', async () => {
    const body = Buffer.from('{"Data":"d","PartitionKey":"k"}')
    await expectAlike('PUT', '/streams/{s}/record', body, {})
  })

  test('with the records behind an iterator', async () => {
    const iterators = await sendBoth(
      'GET',
      '/streams/{s}/sharditerator?shard-id=shardId-000000000000',
    )
    const read = [original, ours].map(({ base, stream }, side) =>
      send(`${base}/streams/${stream}/records`, 'GET', undefined, {
        'shard-iterator': iterators[side]?.json.ShardIterator,
      }),
    )
    const [theirs, own] = await Promise.all(read)
    expect(own?.json.Records.length).toBeGreaterThan(0)
    expect(comparable(own as Answer)).toEqual(comparable(theirs as Answer))
  })

  test('a stream is made with five shards where the body has no count', async () => {
    await expectAlike('POST', '/streams/{s}-5')
    for (const { stream } of [original, ours]) expect(await streams.shards(`${stream}-5`)).toBe(5)
    await expectAlike('DELETE', '/streams/{s}-5', '{}')
  })
})

/** The newest record of each side's stream. */
const newest = () =>
  Promise.all([original, ours].map(async ({ stream }) => (await streams.records(stream)).at(-1)))

/** Where LocalStack stores other bytes than API Gateway does by the tables: theirs, and why. */
const differences: Readonly<Record<string, readonly [stored: string, why: string]>> = {
  'record {"b": 1.10, "a": [9007199254740993]}': [
    '{"b": 1.1, "a": [9007199254740993]}',
    'LocalStack prints the value anew, as Python does',
  ],
  'record [ {"index":1} ]': ['[{"index": 1}]', 'LocalStack prints the value anew, as Python does'],
  'record "é"': ['"\\u00e9"', 'LocalStack prints the value anew, as Python does'],
  'record 1e400': ['Infinity', 'LocalStack reads numbers as Python does'],
  'record null': ['""', 'LocalStack takes null for a value that is not there'],
  'batch {"k": "v", "n": 1.10}': ['{"k": "v", "n": 1.1}', 'LocalStack prints no Java maps'],
}

describe('the gateway stores the bytes that the original API does', () => {
  test.each([
    ['"some data"', '"some data"'],
    ['{"b": 1.10, "a": [9007199254740993]}', '{"b":1.10,"a":[9007199254740993]}'],
    ['[ {"index":1} ]', '[{"index":1}]'],
    ['"c29tZSBkYXRh"', '"c29tZSBkYXRh"'],
    ['"é"', '"é"'],
    ['1e400', '1e400'],
    ['null', 'null'],
    ['""', '""'],
    ['true', 'true'],
  ])('record %s', async (data, stored) => {
    await sendBoth('PUT', '/streams/{s}/record', `{"Data":${data},"PartitionKey":"k"}`)
    expect(await newest()).toEqual([differences[`record ${data}`]?.[0] ?? stored, stored])
  })

  test('record without Data', async () => {
    await sendBoth('PUT', '/streams/{s}/record', '{"PartitionKey":"k"}')
    expect(await newest()).toEqual(['""', '""'])
  })

  test.each([
    ['"some data"', 'some data'],
    ['"{\\"a\\": 1.10}"', '{"a": 1.10}'],
    ['{"k": "v", "n": 1.10}', '{k=v, n=1.10}'],
    ['"é"', 'é'],
    ['5', '5'],
    ['null', ''],
  ])('batch %s', async (data, stored) => {
    const body = `{"records":[{"data":${data},"partition-key":"k"}]}`
    await sendBoth('PUT', '/streams/{s}/records', body)
    expect(await newest()).toEqual([differences[`batch ${data}`]?.[0] ?? stored, stored])
  })

  test('batch without data', async () => {
    await sendBoth('PUT', '/streams/{s}/records', '{"records":[{"partition-key":"k"}]}')
    expect(await newest()).toEqual(['', ''])
  })

  test('batch of base64, as application/x-amz-json-1.1', async () => {
    const body = '{"records":[{"data":"c29tZSBkYXRh","partition-key":"k"}]}'
    const headers = { 'content-type': 'application/x-amz-json-1.1' }
    await sendBoth('PUT', '/streams/{s}/records', body, headers)
    expect(await newest()).toEqual(['some data', 'some data'])
  })
})

describe('the original API answers otherwise in LocalStack', () => {
  test('to a body that is no JSON, which LocalStack takes for an empty one', async () => {
    const [theirs, own] = await sendBoth('PUT', '/streams/{s}/record', '{"Data":')
    expect([theirs.status, theirs.json.__type]).toEqual([200, 'InvalidArgumentException'])
    expect([own.status, own.json.message]).toEqual([400, expect.stringMatching(/^Could not parse/)])
  })
})
