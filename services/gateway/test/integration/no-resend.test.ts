import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { createTopics } from '@pinpipe/kafka'
import { type Kafka, startKafka } from '@pinpipe/stack'
import { startKafkaProxy } from './kafka-proxy.ts'
import { client, post, readTopic, settings, startGateway } from './support.ts'

jest.setTimeout(120_000)

let kafka: Kafka
let proxy: Awaited<ReturnType<typeof startKafkaProxy>>
let gateway: Awaited<ReturnType<typeof startGateway>>

beforeAll(async () => {
  kafka = await startKafka()
  proxy = await startKafkaProxy(kafka.port)
  const topics = [{ topic: 'cut', partitions: 1 }]
  await createTopics(settings(kafka.bootstrapServers), client, topics)
  gateway = await startGateway(proxy.address)
})

afterAll(async () => {
  await gateway?.stop()
  await proxy?.stop()
  await kafka?.stop()
})

describe('a produce request whose answer is lost', () => {
  test('is not sent again: the outcome is said to be unknown and the records are stored once', async () => {
    const url = `${gateway.base}/topics/cut`
    const before = await post(url, '{"records":[{"value":"before"}]}')
    expect(before.entries[0]?.offset).toBe(0)
    const requests = proxy.produceRequests()
    proxy.cutNextProduceAnswer()
    const { status, entries } = await post(url, '{"records":[{"value":"a"},{"value":"b"}]}')
    expect(status).toBe(200)
    for (const entry of entries)
      expect(entry).toMatchObject({ partition: null, offset: null, error_code: 50003 })
    expect(entries).toHaveLength(2)
    expect(proxy.produceRequests()).toBe(requests + 1)
    const after = await post(url, '{"records":[{"value":"after"}]}')
    expect(after.entries).toEqual([{ partition: 0, offset: 3, error_code: null, error: null }])
    const stored = await readTopic(kafka.bootstrapServers, 'cut')
    expect(stored.map(({ value }) => value?.toString())).toEqual([
      '"before"',
      '"a"',
      '"b"',
      '"after"',
    ])
  })
})
