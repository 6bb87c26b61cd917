import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Kafka, type LocalStack, startKafka, startLocalStack, waitFor } from '@pinpipe/stack'
import { kinesisEnv, openStreams, send } from './kinesis-support.ts'
import { startGateway } from './support.ts'

jest.setTimeout(180_000)

type Gateway = Awaited<ReturnType<typeof startGateway>>

let kafka: Kafka
let localStack: LocalStack
let streams: Awaited<ReturnType<typeof openStreams>>
let gateways: { tutorial: Gateway; strict: Gateway; without: Gateway }

beforeAll(async () => {
  ;[kafka, localStack] = await Promise.all([
    startKafka(),
    startLocalStack({ services: ['kinesis'] }),
  ])
  streams = await openStreams(localStack)
  const start = (env: NodeJS.ProcessEnv) => startGateway(kafka.bootstrapServers, env)
  gateways = {
    tutorial: await start(kinesisEnv(localStack)),
    strict: await start({ ...kinesisEnv(localStack), GATEWAY_KINESIS_MODE: 'strict' }),
    without: await start({}),
  }
  await send(`${gateways.strict.base}/streams/s`, 'POST', '{"ShardCount":1}')
  await streams.shards('s')
})

afterAll(async () => {
  streams?.close()
  for (const gateway of Object.values(gateways ?? {})) await gateway.stop()
  await Promise.all([kafka?.stop(), localStack?.stop()])
})

const strict = (method: string, path: string, body?: string) =>
  send(`${gateways.strict.base}/streams${path}`, method, body)

describe('strict mode on a real Kinesis', () => {
  test('stores single records as tutorial mode does, and objects of a batch as their JSON text', async () => {
    const single = await strict('PUT', '/s/record', '{"Data":{ "a": 1.10 },"PartitionKey":"a\\"b"}')
    expect([single.status, Object.keys(single.json)]).toEqual([
      200,
      expect.arrayContaining(['SequenceNumber', 'ShardId']),
    ])
    const records = ['{ "b": 9007199254740993 }', '"text"', '[ 1e400 ]']
      .map((data) => `{"data":${data},"partition-key":"k"}`)
      .join(',')
    const batch = await strict('PUT', '/s/records', `{"records":[${records}]}`)
    expect([batch.status, batch.json.FailedRecordCount]).toEqual([200, 0])
    expect(await streams.records('s')).toEqual([
      '{"a":1.10}',
      '{"b":9007199254740993}',
      'text',
      '[1e400]',
    ])
  })

  test('stores nothing of a batch with a wrong record', async () => {
    const before = await streams.records('s')
    const body = '{"records":[{"data":"a","partition-key":"k"},{"data":"a","partition-key":1}]}'
    const answer = await strict('PUT', '/s/records', body)
    expect([answer.status, answer.json]).toEqual([
      400,
      { message: 'records[1].partition-key must be a string of 1 to 256 characters' },
    ])
    expect(await streams.records('s')).toEqual(before)
  })

  test.each([
    ['GET', '/none', 404, 'ResourceNotFoundException', undefined],
    ['PUT', '/none/record', 404, 'ResourceNotFoundException', '{"Data":1,"PartitionKey":"k"}'],
    ['DELETE', '/none', 404, 'ResourceNotFoundException', undefined],
    ['POST', '/s', 400, 'ResourceInUseException', undefined],
    ['GET', '/s/sharditerator?shard-id=%20', 400, 'InvalidArgumentException', undefined],
  ])('%s %s is a %i, %s', async (method, path, status, type, body) => {
    const answer = await strict(method, path, body)
    expect([answer.status, answer.json.__type]).toEqual([status, type])
  })
})

describe('a Kinesis that is gone', () => {
  test('makes only gateways with the proxy not ready, and is told by each mode in its way', async () => {
    const { tutorial, strict: strictGateway, without } = gateways
    const all = [tutorial, strictGateway, without]
    await waitFor(() => all.every((gateway) => gateway.readiness().ready), { what: 'readiness' })

    await localStack.kill()
    const put = (gateway: Gateway) =>
      send(`${gateway.base}/test/streams/s/record`, 'PUT', '{"Data":1,"PartitionKey":"k"}')
    const answers = [await put(tutorial), await put(strictGateway)]
    expect(answers.map(({ status, retryAfter }) => [status, retryAfter])).toEqual([
      [500, null],
      [503, '1'],
    ])
    expect(answers[0]?.json).toEqual({ message: 'Internal server error' })
    await waitFor(() => !tutorial.readiness().ready && !strictGateway.readiness().ready, {
      what: 'both to miss Kinesis',
    })
    expect(tutorial.readiness()).toMatchObject({ reason: expect.stringContaining('Kinesis') })
    expect(without.readiness()).toEqual({ ready: true })
  })
})
