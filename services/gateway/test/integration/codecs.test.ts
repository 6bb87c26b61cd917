import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { compressionNames, createTopics } from '@pinpipe/kafka'
import { type Kafka, startKafka } from '@pinpipe/stack'
import { client, post, readTopic, settings, startGateway } from './support.ts'

jest.setTimeout(120_000)

let kafka: Kafka

beforeAll(async () => {
  kafka = await startKafka()
  const topics = compressionNames.map((topic) => ({ topic, partitions: 1 }))
  await createTopics(settings(kafka.bootstrapServers), client, topics)
})

afterAll(() => kafka?.stop())

describe('compression', () => {
  test.each(compressionNames)(
    'records sent with %s are taken by the broker and read back as they were',
    async (codec) => {
      const gateway = await startGateway(kafka.bootstrapServers, { GATEWAY_COMPRESSION: codec })
      const values = Array.from(
        { length: 500 },
        (_, n) => `{"n":${n},"text":"${'grün '.repeat(n % 40)}"}`,
      )
      const records = values.map((value) => `{"value":${value}}`).join(',')
      const { entries } = await post(`${gateway.base}/topics/${codec}`, `{"records":[${records}]}`)
      expect(entries.map(({ offset }) => offset)).toEqual(values.map((_, n) => n))
      const stored = await readTopic(kafka.bootstrapServers, codec)
      expect(stored.map(({ value }) => value?.toString())).toEqual(values)
      await gateway.stop()
    },
  )
})
