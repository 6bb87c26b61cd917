import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createTopics, type KafkaHandle, openKafka } from '@pinpipe/kafka'
import { createLogger } from '@pinpipe/runtime'
import { chooseBackend } from '../../src/backend.ts'
import { type Kafka, startKafka } from '../../src/kafka/kafka.ts'
import { assertPortFree } from '../../src/ports.ts'
import { waitFor } from '../../src/wait.ts'

const TOPIC = '0a1b2c3d4e5f.pin'

const backend = await chooseBackend()
let kafka: Kafka

beforeAll(async () => {
  kafka = await startKafka()
}, 180_000)

afterAll(() => kafka?.stop())

function access() {
  const settings = {
    KAFKA_BROKERS: [kafka.bootstrapServers],
    KAFKA_SSL: false,
    KAFKA_SASL_USERNAME: '',
    KAFKA_SASL_PASSWORD: '',
  }
  const logger = createLogger({ name: 'test', level: 'fatal', format: 'json' })
  return [settings, { clientId: 'test', logger }] as const
}

async function withClient<T>(use: (client: KafkaHandle) => Promise<T>): Promise<T> {
  const client = openKafka(...access())
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}

/** The end offset once the broker leads the partition again, which comes a moment after it serves. */
function endOffset(): Promise<number> {
  return waitFor(async () => (await withClient(({ cluster }) => cluster.offsets(TOPIC, 0))).end, {
    what: `an offset of ${TOPIC}`,
  })
}

test('a topic can be made, and one that nobody made does not appear by use', async () => {
  const topics = [{ topic: TOPIC, partitions: 1 }]
  expect(await createTopics(...access(), topics)).toEqual([TOPIC])
  const record = { key: null, value: Buffer.from('1') }
  const outcome = withClient(({ producer }) => producer.produce('made-by-nobody', [record]))
  await expect(outcome).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_TOPIC' })
}, 60_000)

test('a killed broker starts again at its address with what it was given', async () => {
  const record = { key: null, value: Buffer.from('{"index":1}') }
  const outcomes = await withClient(({ producer }) => producer.produce(TOPIC, [record]))
  expect(outcomes).toEqual([{ partition: 0, offset: 0 }])
  const address = kafka.bootstrapServers
  await kafka.kill()
  expect(await kafka.exited).toMatchObject({ signal: 'SIGKILL' })
  expect(kafka.pid).toBeUndefined()
  await assertPortFree({ port: kafka.port, setting: 'KAFKA_PORT' })
  await kafka.start()
  expect(kafka.bootstrapServers).toBe(address)
  expect(await endOffset()).toBe(1)
}, 120_000)

if (backend === 'processes') {
  test('a stopped broker starts again with what it was given', async () => {
    await kafka.stop()
    await kafka.start()
    expect(await endOffset()).toBe(1)
  }, 120_000)
}
