import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import {
  CreateBucketCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { createTopics, type KafkaHandle, type KafkaSettings, openKafka } from '@pinpipe/kafka'
import { createLogger } from '@pinpipe/runtime'
import { freePort, type Kafka, type LocalStack, waitFor } from '@pinpipe/stack'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const CONFIGS = new URL('../../config/', import.meta.url)
/** The least that the broker takes: a killed sink's partitions are free so much later. */
const SESSION_TIMEOUT_MS = '6000'

/** As provisioning makes it: a record of the largest size, and headers besides. */
const DEAD_LETTER_CONFIGS = { 'max.message.bytes': String(2 * 1024 * 1024) }

/** One object of the bucket: its key, its lines, and its note of gaps. */
export interface Landed {
  readonly key: string
  readonly lines: readonly string[]
  readonly gaps?: string | undefined
}

/** A sink process that can be killed and started again with the same settings. */
export interface SinkProcess {
  readonly output: () => string
  kill(signal: NodeJS.Signals): Promise<number | null>
}

/** Real Kafka and S3 with a pipeline id, a bucket and topics of one test's own. */
export class Harness {
  readonly id: string
  readonly bucket: string
  readonly settings: KafkaSettings
  readonly kafka: KafkaHandle
  readonly #stack: LocalStack
  readonly #s3: S3Client
  readonly #running = new Set<ChildProcess>()
  #adminPort = 0

  constructor(kafka: Kafka, stack: LocalStack, id: string) {
    this.id = id
    this.bucket = `user-${id}-bucket`
    this.#stack = stack
    this.settings = {
      KAFKA_BROKERS: [kafka.bootstrapServers],
      KAFKA_SSL: false,
      KAFKA_SASL_MECHANISM: undefined,
      KAFKA_SASL_USERNAME: '',
      KAFKA_SASL_PASSWORD: '',
    }
    this.kafka = openKafka(this.settings, this.#client)
    this.#s3 = new S3Client({
      endpoint: stack.endpoint,
      region: stack.region,
      forcePathStyle: true,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
  }

  get #client() {
    const logger = createLogger({ name: 'test', level: 'silent', format: 'json' })
    return { clientId: 'test', logger }
  }

  topic(kind: string): string {
    return `${this.id}.${kind}`
  }

  async makeBucket(): Promise<void> {
    await this.#s3.send(new CreateBucketCommand({ Bucket: this.bucket }))
  }

  async makeTopics(partitions: number, ...names: readonly string[]): Promise<void> {
    const topics = names.map((topic) => ({
      ...{ topic, partitions },
      configs: topic.startsWith('dead-letter.') ? DEAD_LETTER_CONFIGS : {},
    }))
    await createTopics(this.settings, this.#client, topics)
  }

  /** Produces and returns when every value is acknowledged. */
  async produce(topic: string, values: readonly (string | null)[], partition = 0): Promise<void> {
    const records = values.map((value) => ({
      key: null,
      value: value === null ? null : Buffer.from(value),
      partition,
    }))
    for (const outcome of await this.kafka.producer.produce(topic, records))
      if ('error' in outcome) throw outcome.error
  }

  /** Starts a sink with a shipped configuration and changes to it; undefined removes a key. */
  async startSink(
    name: 'default' | 'original',
    keys: Record<string, unknown> = {},
    env: NodeJS.ProcessEnv = {},
  ): Promise<SinkProcess> {
    const text = await readFile(new URL(`${name}.json`, CONFIGS), 'utf8')
    const config = { ...JSON.parse(text.replaceAll('0a1b2c3d4e5f', this.id)), ...keys }
    const file = join(mkdtempSync(join(tmpdir(), 's3-sink-')), 'connector.json')
    writeFileSync(file, JSON.stringify(config))
    this.#adminPort = await freePort()
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PIPELINE_ID: this.id,
        S3_SINK_CONFIG: file,
        S3_SINK_GROUP: `connect-${this.id}`,
        S3_SINK_ADMIN_PORT: String(this.#adminPort),
        S3_SINK_SESSION_TIMEOUT_MS: SESSION_TIMEOUT_MS,
        S3_SINK_TOPIC_REFRESH_MS: '1000',
        KAFKA_BROKERS: this.settings.KAFKA_BROKERS.join(','),
        AWS_ENDPOINT_URL: this.#stack.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        ...env,
      },
    })
    this.#running.add(child)
    return this.#watch(child)
  }

  #watch(child: ChildProcess): SinkProcess {
    let output = ''
    child.stderr?.on('data', (data: Buffer) => {
      output += data
    })
    return {
      output: () => output,
      kill: async (signal) => {
        child.kill(signal)
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
        this.#running.delete(child)
        return child.exitCode
      },
    }
  }

  /** The admin server's answer about the sink started last. */
  async readiness(): Promise<{ status: number; reason?: string }> {
    const response = await fetch(`http://127.0.0.1:${this.#adminPort}/readyz`)
    return { ...((await response.json()) as object), status: response.status }
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.#adminPort}/metrics`)).text()
  }

  async untilReady(timeoutMs = 30_000): Promise<void> {
    await waitFor(async () => (await this.readiness()).status === 200, {
      what: 'the sink',
      timeoutMs,
    })
  }

  async keys(): Promise<string[]> {
    const keys: string[] = []
    const pages = paginateListObjectsV2({ client: this.#s3 }, { Bucket: this.bucket })
    for await (const { Contents = [] } of pages) keys.push(...Contents.map(({ Key = '' }) => Key))
    return keys.sort()
  }

  /** Every object below topics/, in the order of its key. */
  async landed(): Promise<Landed[]> {
    const keys = (await this.keys()).filter((key) => key.startsWith('topics/'))
    return Promise.all(
      keys.map(async (Key) => {
        const command = new GetObjectCommand({ Bucket: this.bucket, Key })
        const { Body, Metadata } = await this.#s3.send(command)
        const body = Buffer.from((await Body?.transformToByteArray()) ?? [])
        const text = (Key.endsWith('.gz') ? gunzipSync(body) : body).toString()
        const lines = text.split('\n').slice(0, -1)
        return { key: Key, lines, gaps: Metadata?.['offset-gaps'] }
      }),
    )
  }

  /** All lines, once the bucket holds at least `count` of them. */
  async untilLanded(count: number, timeoutMs = 60_000): Promise<string[]> {
    return waitFor(
      async () => {
        const lines = (await this.landed()).flatMap((object) => object.lines)
        return lines.length >= count && lines
      },
      { what: `${count} records in the bucket`, timeoutMs, everyMs: 300 },
    )
  }

  async close(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL')
    await this.kafka.close()
    this.#s3.destroy()
  }
}

/** Numbered JSON records. */
export const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `{"index":${from + at}, "text":"é"}`)
