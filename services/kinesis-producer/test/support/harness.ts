import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  type ConsumedRecord,
  createGroupConsumer,
  createTopics,
  type KafkaHandle,
  type KafkaSettings,
  openKafka,
  type ProduceRecord,
} from '@pinpipe/kafka'
import type { KinesisFake, StoredRecord } from '@pinpipe/kinesis-fake'
import { createLogger } from '@pinpipe/runtime'
import { deadLetterTopic, streamName, topicName } from '@pinpipe/schema'
import { freePort, type Kafka, waitFor } from '@pinpipe/stack'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
/** The least that the broker takes: a killed producer's partitions are free so much later. */
const SESSION_TIMEOUT_MS = '6000'

/** A producer process that can be killed and started again with the same settings. */
export interface ServiceProcess {
  readonly output: () => string
  /** Resolves with the exit code; null after a signal. */
  readonly ended: Promise<number | null>
  kill(signal: NodeJS.Signals): Promise<number | null>
  /** The admin server's answer. */
  readiness(): Promise<{ status: number; reason?: string }>
  untilReady(timeoutMs?: number): Promise<void>
  metrics(): Promise<string>
}

/** Real Kafka and a fake Kinesis, with a pipeline id of one test's own. */
export class Harness {
  readonly id: string
  readonly pin: string
  readonly pinStream: string
  readonly settings: KafkaSettings
  readonly kafka: KafkaHandle
  readonly #running = new Set<ChildProcess>()

  constructor(kafka: Kafka, id: string) {
    this.id = id
    this.pin = topicName(id, 'pin')
    this.pinStream = streamName(id, 'pin')
    this.settings = {
      KAFKA_BROKERS: [kafka.bootstrapServers],
      KAFKA_SSL: false,
      KAFKA_SASL_MECHANISM: undefined,
      KAFKA_SASL_USERNAME: '',
      KAFKA_SASL_PASSWORD: '',
    }
    this.kafka = openKafka(this.settings, this.#client)
  }

  get #client() {
    const logger = createLogger({ name: 'test', level: 'silent', format: 'json' })
    return { clientId: 'test', logger }
  }

  async makeTopics(partitions: number, ...names: readonly string[]): Promise<void> {
    const topics = names.map((topic) => ({ topic, partitions }))
    await createTopics(this.settings, this.#client, topics)
  }

  /** The dead-letter topic, which takes larger records than the others. */
  async makeDeadLetters(): Promise<void> {
    const configs = { 'max.message.bytes': '2097152' }
    const topic = deadLetterTopic(this.id)
    await createTopics(this.settings, this.#client, [{ topic, partitions: 1, configs }])
  }

  /** Produces and returns when every record is acknowledged. */
  async produce(topic: string, records: readonly ProduceRecord[]): Promise<void> {
    for (const outcome of await this.kafka.producer.produce(topic, records))
      if ('error' in outcome) throw outcome.error
  }

  /** Starts the service for the pin topic and stream alone, unless `env` says otherwise. */
  async start(endpoint: string, env: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
    const port = await freePort()
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PIPELINE_ID: this.id,
        KINESIS_PRODUCER_STREAMS: `${this.pin}=${this.pinStream}`,
        KINESIS_PRODUCER_ADMIN_PORT: String(port),
        KINESIS_PRODUCER_SESSION_TIMEOUT_MS: SESSION_TIMEOUT_MS,
        KINESIS_PRODUCER_TOPIC_REFRESH_MS: '1000',
        KINESIS_PRODUCER_LINGER_MS: '10',
        KAFKA_BROKERS: this.settings.KAFKA_BROKERS.join(','),
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        ...env,
      },
    })
    this.#running.add(child)
    return watch(child, `http://127.0.0.1:${port}`)
  }

  /** The records of a topic with one partition, once there are `count`. */
  async consume(topic: string, count: number): Promise<ConsumedRecord[]> {
    const records: ConsumedRecord[] = []
    const ignore = () => undefined
    const consumer = createGroupConsumer(this.settings, this.#client, {
      groupId: `test-${topic}`,
      subscription: { topics: [topic] },
      sessionTimeoutMs: 6_000,
      refreshMs: 1_000,
      events: { onTrouble: ignore, onGap: ignore, onTopics: ignore, onLogEnd: ignore },
    })
    consumer.start({ assigned: ignore, batch: (batch) => records.push(...batch.records) })
    try {
      await waitFor(() => records.length >= count, { what: `${count} records of ${topic}` })
      return records
    } finally {
      await consumer.stop()
    }
  }

  async close(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL')
    await this.kafka.close()
  }
}

function watch(child: ChildProcess, admin: string): ServiceProcess {
  let output = ''
  child.stderr?.on('data', (data: Buffer) => {
    output += data
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const readiness = async () => {
    const response = await fetch(`${admin}/readyz`)
    return { ...((await response.json()) as object), status: response.status }
  }
  return {
    output: () => output,
    ended,
    kill: (signal) => {
      child.kill(signal)
      return ended
    },
    readiness,
    untilReady: async (timeoutMs = 30_000) => {
      await waitFor(async () => (await readiness()).status === 200, {
        what: 'the kinesis-producer',
        timeoutMs,
      })
    },
    metrics: async () => (await fetch(`${admin}/metrics`)).text(),
  }
}

/** Waits until a stream holds at least `count` records, and gives them. */
export const untilStored = (
  kinesis: KinesisFake,
  stream: string,
  count: number,
  timeoutMs = 60_000,
): Promise<StoredRecord[]> =>
  waitFor(
    () => {
      const records = kinesis.records(stream)
      return records.length >= count && records
    },
    { what: `${count} records in ${stream}`, timeoutMs },
  )

/** How many keys `numbered` spreads its records over. */
export const KEYS = 20

/** Numbered records of 20 keys; those of a key are in one partition. */
export const numbered = (
  from: number,
  to: number,
  partitions = 1,
  field = 'index',
): ProduceRecord[] =>
  Array.from({ length: to - from }, (_, at) => {
    const key = (from + at) % KEYS
    const text = `{"n":${from + at}, "${field}":${key}, "text":"é", "big":9007199254740993}`
    return { key: null, value: Buffer.from(text), partition: key % partitions }
  })

/** The values by partition key, in stored order; of what is stored more than once, the first. */
export function firstsByKey(records: readonly StoredRecord[]): Record<string, string[]> {
  const byKey = new Map<string, Set<string>>()
  for (const { partitionKey, data } of records) {
    const values = byKey.get(partitionKey) ?? new Set()
    byKey.set(partitionKey, values.add(data.toString()))
  }
  return Object.fromEntries([...byKey].map(([key, values]) => [key, [...values]]))
}

/** What `firstsByKey` gives when everything that was produced is stored in order. */
export function expectedByKey(produced: readonly ProduceRecord[]): Record<string, string[]> {
  const byKey: Record<string, string[]> = {}
  produced.forEach(({ value }, at) => {
    const key = String(at % KEYS)
    byKey[key] = [...(byKey[key] ?? []), Buffer.from(value ?? []).toString()]
  })
  return byKey
}
