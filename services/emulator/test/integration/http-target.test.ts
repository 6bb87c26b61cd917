import { afterEach, describe, expect, test } from '@jest/globals'
import { HttpTarget } from '../../src/http-target.ts'
import { kafkaRest } from '../../src/kafka-rest.ts'
import { answer, type Behaviour, startFakeGateway } from '../fakes/gateway.ts'

type Gateway = Awaited<ReturnType<typeof startFakeGateway>>

const PIN = '0a1b2c3d4e5f.pin'
const RECORDS = [1, 2].map((row) => ({ row, value: Buffer.from(`{"index":${row}}`) }))
const stops: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function gatewayThat(behave?: Behaviour): Promise<Gateway> {
  const gateway = await startFakeGateway(behave)
  stops.push(() => gateway.stop())
  return gateway
}

function targetAt(url: string, { stage = '', timeoutMs = 5000 } = {}) {
  const statuses: (number | string)[] = []
  const target = new HttpTarget(
    { url, stage, timeoutMs },
    kafkaRest('0a1b2c3d4e5f'),
    (_topic, status) => statuses.push(status),
  )
  stops.push(() => target.close())
  return { target, statuses, send: () => target.send('pin', RECORDS) }
}

describe('the HTTP target', () => {
  test('posts the values in the JSON format of Kafka REST v2 and reads their offsets', async () => {
    const gateway = await gatewayThat()
    const { send, statuses } = targetAt(gateway.url)
    expect(await send()).toEqual([
      { place: { partition: 0, offset: 0 } },
      { place: { partition: 0, offset: 1 } },
    ])
    expect(gateway.requests).toEqual([
      {
        path: `/topics/${PIN}`,
        contentType: 'application/vnd.kafka.json.v2+json',
        body: '{"records":[{"value":{"index":1}},{"value":{"index":2}}]}',
      },
    ])
    expect(statuses).toEqual([200])
  })

  test('puts the stage before the path', async () => {
    const gateway = await gatewayThat()
    await targetAt(`${gateway.url}/`, { stage: 'dev' }).send()
    expect(gateway.requests[0]?.path).toBe(`/dev/topics/${PIN}`)
  })

  test('keeps its connections from one request to the next', async () => {
    const ports = new Set<number | undefined>()
    const gateway = await gatewayThat(({ response, store }) => {
      ports.add(response.socket?.remotePort)
      store()
    })
    const { send } = targetAt(gateway.url)
    for (let request = 0; request < 20; request++) await send()
    expect(ports.size).toBeLessThanOrEqual(3)
  })

  test('knows that nothing was stored where nobody listens', async () => {
    const gateway = await gatewayThat()
    const { url } = gateway
    await stops.pop()?.()
    const [outcome] = await targetAt(url).send()
    expect(outcome).toMatchObject({
      failure: { code: 'connection', retriable: true, unknown: false },
    })
  })

  test('takes a connection that is cut after the request as of unknown outcome', async () => {
    const gateway = await gatewayThat(({ response }) => response.destroy())
    expect(await targetAt(gateway.url).send()).toEqual(
      Array(2).fill({
        failure: expect.objectContaining({ code: 'connection', retriable: true, unknown: true }),
      }),
    )
  })

  test('takes an answer that is cut in its middle as of unknown outcome', async () => {
    const gateway = await gatewayThat(({ response }) => {
      response.writeHead(200, { 'content-length': '500' })
      response.write('{"offsets":[', () => response.destroy())
    })
    const [outcome] = await targetAt(gateway.url).send()
    expect(outcome).toMatchObject({ failure: { code: 'connection', unknown: true } })
  })

  test('ends a request that is not answered in time, as of unknown outcome', async () => {
    const gateway = await gatewayThat(() => {})
    const { send, statuses } = targetAt(gateway.url, { timeoutMs: 100 })
    const [outcome] = await send()
    expect(outcome).toMatchObject({ failure: { code: 'timeout', retriable: true, unknown: true } })
    expect(statuses).toEqual(['timeout'])
  })

  test('passes on how long a busy gateway asks to wait', async () => {
    const gateway = await gatewayThat(({ response }) =>
      answer(response, 429, { error_code: 429, message: 'slow down' }, { 'retry-after': '3' }),
    )
    const [outcome] = await targetAt(gateway.url).send()
    expect(outcome).toMatchObject({ failure: { code: 429, afterMs: 3000, unknown: false } })
  })
})
