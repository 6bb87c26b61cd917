import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Kafka, startKafka } from '../../src/kafka/kafka.ts'
import { answersMetadata } from '../../src/kafka/probe.ts'

let kafka: Kafka

beforeAll(async () => {
  kafka = await startKafka()
}, 180_000)

afterAll(() => kafka?.stop())

test('a started broker names itself in its metadata', async () => {
  expect(await answersMetadata(kafka.host, kafka.port)).toBe(true)
  expect(kafka.bootstrapServers).toBe(`127.0.0.1:${kafka.port}`)
})
