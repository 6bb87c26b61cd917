import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { createTopics } from '@pinpipe/kafka'
import { freePort, type Kafka, startKafka, startService, waitFor } from '@pinpipe/stack'
import { startKafkaProxy } from './kafka-proxy.ts'
import { client, type Entry, post, readTopic, settings } from './support.ts'

jest.setTimeout(180_000)

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  for (const component of running.splice(0).reverse()) await component.stop()
})

/** The gateway as a process of its own; `started` resolves once `path` of its admin server is 200. */
async function spawnGateway(broker: string, path: string, env: NodeJS.ProcessEnv = {}) {
  const [port, adminPort] = [await freePort(), await freePort()]
  const admin = `http://127.0.0.1:${adminPort}`
  const gateway = await startService({
    name: 'gateway',
    entry: MAIN,
    readyUrl: admin + path,
    env: {
      PATH: process.env.PATH,
      KAFKA_BROKERS: broker,
      GATEWAY_PORT: String(port),
      GATEWAY_ADMIN_PORT: String(adminPort),
      ...env,
    },
  })
  running.push(gateway)
  return { gateway, admin, base: `http://127.0.0.1:${port}` }
}

const status = async (url: string) => (await fetch(url)).status

async function makeTopic(kafka: Kafka) {
  await createTopics(settings(kafka.bootstrapServers), client, [{ topic: 't', partitions: 1 }])
}

describe('Kafka that is down at the start', () => {
  test('the gateway starts, says that it is not ready and why, refuses with 503, and works once Kafka is there', async () => {
    const port = await freePort()
    const { gateway, admin, base } = await spawnGateway(`127.0.0.1:${port}`, '/livez')
    expect(await status(`${admin}/livez`)).toBe(200)
    const ready = await fetch(`${admin}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({
      status: 'not ready',
      reason: expect.stringContaining('Kafka'),
    })
    const refused = await post(`${base}/topics/t`, '{"records":[{"value":1}]}')
    expect([refused.status, refused.answer.error_code]).toEqual([503, 50302])
    expect(refused.response.headers.get('retry-after')).toBe('1')

    const kafka = await startKafka({ port })
    running.unshift(kafka)
    await makeTopic(kafka)
    await waitFor(async () => (await status(`${admin}/readyz`)) === 200, { what: 'readiness' })
    const { entries } = await post(`${base}/topics/t`, '{"records":[{"value":1}]}')
    expect(entries[0]?.offset).toBe(0)
    await gateway.stop()
    expect(await gateway.exited).toEqual({ code: 0, signal: null })
  })
})

describe('a broker that is killed under load', () => {
  test('every acknowledged record is stored once with its bytes, and no other is stored twice', async () => {
    const kafka = await startKafka()
    running.push(kafka)
    await makeTopic(kafka)
    const { admin, base } = await spawnGateway(kafka.bootstrapServers, '/readyz')
    const acknowledged = new Map<number, string>()
    const sent: string[] = []
    let stop = false
    let trouble = 0
    const client = async (name: number) => {
      for (let n = 0; !stop; n++) {
        const values = [0, 1, 2, 3, 4].map((i) => `"${name}-${n}-${i}"`)
        sent.push(...values)
        const body = `{"records":[${values.map((value) => `{"value":${value}}`).join(',')}]}`
        const { entries } = await post(`${base}/topics/t`, body)
        if (entries.length === 0) trouble += 1
        entries.forEach(({ offset, error_code }: Entry, i) => {
          if (error_code !== null) trouble += 1
          else acknowledged.set(offset as number, values[i] as string)
        })
      }
    }
    const clients = Promise.all([1, 2, 3, 4].map(client))
    const grown = async (by: number) => {
      const from = acknowledged.size
      await waitFor(() => acknowledged.size >= from + by, { what: `${by} acknowledgements` })
    }
    await grown(500)
    await kafka.kill()
    await waitFor(() => trouble > 0, { what: 'a client to meet the outage' })
    await waitFor(async () => (await status(`${admin}/readyz`)) === 503, { what: 'not ready' })
    await kafka.start()
    await grown(500)
    await waitFor(async () => (await status(`${admin}/readyz`)) === 200, { what: 'readiness' })
    stop = true
    await clients

    const stored = await readTopic(kafka.bootstrapServers, 't')
    const values = stored.map(({ value }) => String(value))
    expect(new Set(values).size).toBe(values.length)
    for (const [offset, value] of acknowledged)
      expect([offset, values[offset]]).toEqual([offset, value])
    expect(values.filter((value) => !sent.includes(value))).toEqual([])
  })
})

describe('a broker that hangs and then dies', () => {
  test('leaves an unknown outcome, and what it never read is not sent again after its return', async () => {
    const kafka = await startKafka()
    running.push(kafka)
    await makeTopic(kafka)
    const proxy = await startKafkaProxy(kafka.port)
    running.push(proxy)
    const { base, admin } = await spawnGateway(proxy.address, '/readyz')
    const url = `${base}/topics/t`
    expect((await post(url, '{"records":[{"value":"first"}]}')).entries[0]?.offset).toBe(0)
    await kafka.freeze()
    const hanging = post(url, '{"records":[{"value":"lost"}]}')
    await waitFor(() => proxy.produceRequests() === 2, { what: 'the request to be under way' })
    await waitFor(async () => (await status(`${admin}/readyz`)) === 503, { what: 'not ready' })
    await kafka.kill()
    const { status: code, entries } = await hanging
    expect(code).toBe(200)
    expect(entries).toMatchObject([{ partition: null, offset: null, error_code: 50003 }])
    await kafka.start()
    const again = await waitFor(
      async () => {
        const { entries } = await post(url, '{"records":[{"value":"second"}]}')
        return entries[0]?.error_code === null && entries[0]
      },
      { what: 'an acknowledgement' },
    )
    expect(again.offset).toBe(1)
    const stored = await readTopic(kafka.bootstrapServers, 't')
    expect(stored.map(({ value }) => String(value))).toEqual(['"first"', '"second"'])
  })
})
