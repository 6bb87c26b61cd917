import { randomUUID } from 'node:crypto'
import { createGroupConsumer, type KafkaSettings, openKafka } from '@pinpipe/kafka'
import { createLogger, createMetrics, loadConfig } from '@pinpipe/runtime'
import { freePort } from '@pinpipe/stack'
import { gatewayConfig } from '../../src/config.ts'
import { createGateway } from '../../src/gateway.ts'

export const logger = createLogger({ name: 'test', level: 'silent', format: 'json' })
export const client = { clientId: 'test', logger }

export const settings = (broker: string): KafkaSettings => ({
  KAFKA_BROKERS: [broker],
  KAFKA_SSL: false,
  KAFKA_SASL_USERNAME: '',
  KAFKA_SASL_PASSWORD: '',
})

/** The gateway in this process, on a free port. */
export async function startGateway(broker: string, env: NodeJS.ProcessEnv = {}) {
  const port = String(await freePort())
  const config = loadConfig(gatewayConfig, { GATEWAY_PORT: port, KAFKA_BROKERS: broker, ...env })
  const gateway = createGateway(config, logger, createMetrics('gateway', { processMetrics: false }))
  const { shutdown } = await gateway.start()
  const base = `http://127.0.0.1:${port}`
  return {
    base,
    readiness: gateway.readiness,
    stop: async () => {
      for (const step of shutdown) await step.run()
    },
  }
}

/** One entry of a produce answer. */
export interface Entry {
  readonly partition: number | null
  readonly offset: number | null
  readonly error_code: number | null
  readonly error: string | null
}

/** Posts a body; `entries` is empty where the whole request was refused. */
export async function post(url: string, body: string | Buffer, format = 'json') {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': `application/vnd.kafka.${format}.v2+json` },
    body,
  })
  const answer = (await response.json()) as { offsets?: Entry[]; error_code?: number }
  return { response, status: response.status, answer, entries: answer.offsets ?? [] }
}

/** Every record of a topic up to its present end, in offset order within each partition. */
export async function readTopic(broker: string, topic: string) {
  const kafka = openKafka(settings(broker), client)
  const { partitions } = await kafka.cluster.topic(topic)
  const ends = await Promise.all(
    partitions.map(async ({ partition }) => (await kafka.cluster.offsets(topic, partition)).end),
  )
  await kafka.close()
  const wanted = ends.reduce((sum, end) => sum + end, 0)
  const records: { partition: number; offset: number; key: string | null; value: Buffer | null }[] =
    []
  const all = Promise.withResolvers<void>()
  if (wanted === 0) return records
  const consumer = createGroupConsumer(settings(broker), client, {
    groupId: `test-${randomUUID()}`,
    subscription: { topics: [topic] },
    sessionTimeoutMs: 10_000,
    refreshMs: 60_000,
    events: { onTrouble() {}, onGap() {}, onTopics() {}, onLogEnd() {} },
  })
  consumer.start({
    assigned: () => records.splice(0),
    batch: ({ partition, records: read }) => {
      for (const { offset, key, value } of read)
        records.push({
          partition,
          offset,
          key: key?.toString() ?? null,
          value: value && Buffer.from(value),
        })
      if (records.length >= wanted) all.resolve()
    },
  })
  await all.promise
  await consumer.stop()
  return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset)
}
