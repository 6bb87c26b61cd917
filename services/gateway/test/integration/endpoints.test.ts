import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { createTopics } from '@pinpipe/kafka'
import { type Kafka, startKafka } from '@pinpipe/stack'
import { client, post, readTopic, settings, startGateway } from './support.ts'

jest.setTimeout(120_000)

let kafka: Kafka
let gateway: Awaited<ReturnType<typeof startGateway>>

beforeAll(async () => {
  kafka = await startKafka()
  const names = ['one', 'three', 'bytes', 'order', 'bad', 'binary', 'small']
  await createTopics(
    settings(kafka.bootstrapServers),
    client,
    names.map((topic) => ({
      topic,
      partitions: topic === 'three' ? 3 : 1,
      ...(topic === 'small' && { configs: { 'max.message.bytes': '20000' } }),
    })),
  )
  gateway = await startGateway(kafka.bootstrapServers, { GATEWAY_BODY_LIMIT_BYTES: '2000000' })
})

afterAll(async () => {
  await gateway?.stop()
  await kafka?.stop()
})

const get = async (path: string) => {
  const response = await fetch(gateway.base + path)
  return { status: response.status, body: await response.json() }
}

describe('the cluster as a real broker shows it', () => {
  test('brokers, topics, partitions and offsets', async () => {
    expect(await get('/brokers')).toEqual({ status: 200, body: { brokers: [1] } })
    expect((await get('/topics/')).body).toEqual(expect.arrayContaining(['one', 'three']))
    const partition = {
      partition: 1,
      leader: 1,
      replicas: [{ broker: 1, leader: true, in_sync: true }],
    }
    expect((await get('/topics/three/partitions')).body).toHaveLength(3)
    expect((await get('/topics/three/partitions/1')).body).toEqual(partition)
    expect((await get('/topics/three')).body).toMatchObject({
      name: 'three',
      configs: { 'cleanup.policy': 'delete' },
    })
    await post(`${gateway.base}/topics/three/partitions/1`, '{"records":[{"value":1},{"value":2}]}')
    expect((await get('/topics/three/partitions/1/offsets')).body).toEqual({
      beginning_offset: 0,
      end_offset: 2,
    })
  })

  test('an unknown topic is a 404 in milliseconds, the second time without asking the broker', async () => {
    await get('/topics/nope')
    const start = performance.now()
    const { status, answer } = await post(
      `${gateway.base}/topics/nope`,
      '{"records":[{"value":1}]}',
    )
    expect([status, answer.error_code]).toEqual([404, 40401])
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})

describe('values in the topic', () => {
  test('are the posted bytes: numbers, order, doubles, space, falsy values and tombstones', async () => {
    const values = [
      '1.10',
      '1e400',
      '9007199254740993',
      '{"b":1,"a":2,"a": 3}',
      '[ 1,\n2 ]',
      '"\\u00e9é"',
      '0',
      'false',
      '{}',
      '""',
      'null',
    ]
    const records = values.map((value) => `{"value":${value}}`).join(',')
    const { entries } = await post(`${gateway.base}/dev/topics/bytes`, `{"records":[${records}]}`)
    expect(entries.map(({ offset }) => offset)).toEqual(values.map((_, index) => index))
    const stored = await readTopic(kafka.bootstrapServers, 'bytes')
    expect(stored.map(({ value }) => value?.toString() ?? 'null')).toEqual(values)
    expect(stored.at(-1)?.value).toBeNull()
  })

  test('of a large batch keep their order, with one offset per record in request order', async () => {
    const count = 5_000
    const records = Array.from(
      { length: count },
      (_, n) => `{"value":{"n":${n},"pad":"${'x'.repeat(200)}"}}`,
    )
    const { entries } = await post(
      `${gateway.base}/topics/order`,
      `{"records":[${records.join(',')}]}`,
    )
    expect(entries.map(({ offset }) => offset)).toEqual(records.map((_, n) => n))
    const stored = await readTopic(kafka.bootstrapServers, 'order')
    expect(stored.map(({ value }) => `{"value":${value}}`)).toEqual(records)
  })

  test('posted as base64 are the bytes that it stands for, keys too', async () => {
    await post(
      `${gateway.base}/topics/binary`,
      '{"records":[{"key":"aw==","value":"AP8="}]}',
      'binary',
    )
    const [record] = await readTopic(kafka.bootstrapServers, 'binary')
    expect([record?.key, record?.value]).toEqual(['k', Buffer.from([0, 255])])
  })

  test('above what the topic takes fail alone, and the others are stored', async () => {
    const value = (size: number) => `{"value":"${'x'.repeat(size)}"}`
    const records = [...Array.from({ length: 30 }, () => value(3_000)), value(30_000), value(1)]
    const { status, entries } = await post(
      `${gateway.base}/topics/small`,
      `{"records":[${records.join(',')}]}`,
    )
    expect(status).toBe(200)
    expect(entries.map(({ error_code }) => error_code)).toEqual(
      records.map((_, n) => (n === 30 ? 50002 : null)),
    )
    expect(await readTopic(kafka.bootstrapServers, 'small')).toHaveLength(31)
  })
})

describe('bad input on one connection', () => {
  test('each error leaves the connection usable and the topic empty', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number | undefined>()
    const send = (path: string, type: string, body: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const outgoing = request(gateway.base + path, {
          method: 'POST',
          agent,
          headers: { 'content-type': type },
        })
        outgoing.on('response', (response) => {
          ports.add(response.socket.localPort)
          response.resume().on('end', () => resolve(response.statusCode))
        })
        outgoing.on('error', reject)
        outgoing.end(body)
      })
    const json = 'application/vnd.kafka.json.v2+json'
    const ok = '{"records":[{"value":1}]}'
    expect(await send('/topics/bad', json, '{"records":[{"value":')).toBe(400)
    expect(await send('/topics/bad', 'application/json', ok)).toBe(415)
    expect(await send('/topics/nope', json, ok)).toBe(404)
    expect(await send('/topics/bad/partitions/7', json, ok)).toBe(404)
    expect(await send('/topics/bad', json, '{"records":[]}')).toBe(422)
    expect(
      await send('/topics/bad', json, `{"records":[{"value":"${'x'.repeat(3_000_000)}"}]}`),
    ).toBe(413)
    expect(await send('/dev/nope', json, ok)).toBe(403)
    expect(await readTopic(kafka.bootstrapServers, 'bad')).toEqual([])
    expect(await send('/topics/bad', json, ok)).toBe(200)
    expect(ports.size).toBe(1)
    agent.destroy()
  })
})
