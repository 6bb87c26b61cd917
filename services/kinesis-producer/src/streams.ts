import { createClient, KinesisProducer, openStream } from '@pinpipe/kinesis'
import type { Config } from './config.ts'
import { patientStream } from './patient-stream.ts'
import type { StreamEvents } from './stream-events.ts'

/** One stream, to put into and to ask. */
export interface Stream {
  readonly name: string
  readonly producer: Pick<KinesisProducer, 'put' | 'close'>
  readonly events: StreamEvents
  /** Resolves when Kinesis names the stream's shards; throws a `KinesisError`. */
  check(): Promise<unknown>
}

/** All streams over one client. */
export interface Streams {
  readonly all: readonly Stream[]
  /** @throws {KinesisError} of the first stream that does not answer */
  check(): Promise<unknown>
  /** Finishes the puts; what is left after `withinMs` fails. */
  drain(withinMs: number): Promise<void>
  close(): void
}

/** Opens a producer per stream; nothing connects yet. */
export function openStreams(
  names: readonly string[],
  config: Config,
  eventsOf: (stream: string) => StreamEvents,
): Streams {
  const client = createClient({
    region: config.AWS_REGION,
    endpoint: config.AWS_ENDPOINT_URL,
    requestTimeoutMs: config.KINESIS_PRODUCER_REQUEST_TIMEOUT_MS,
    ...credentialsOf(config),
  })
  const all = names.map((name) => {
    const stream = openStream(client, name)
    const events = eventsOf(name)
    const ports = { stream: patientStream(stream), events }
    const producer = new KinesisProducer(producerOptions(config), ports)
    return { name, producer, events, check: () => stream.listShards() }
  })
  return {
    all,
    check: () => Promise.all(all.map((stream) => stream.check())),
    drain: async (withinMs) => {
      await Promise.all(all.map(({ producer }) => producer.close(withinMs)))
    },
    close: () => client.destroy(),
  }
}

/**
 * A record is never given up, since a later one of its key would then be stored before it; nor refused
 * for lack of memory, which `Flow` bounds by pausing Kafka.
 */
const producerOptions = (config: Config) => ({
  lingerMs: config.KINESIS_PRODUCER_LINGER_MS,
  aggregate: config.KINESIS_PRODUCER_AGGREGATE,
  maxRecordBytes: config.KINESIS_PRODUCER_MAX_RECORD_BYTES,
  maxRequestBytes: Math.max(REQUEST_BYTES, config.KINESIS_PRODUCER_MAX_RECORD_BYTES),
  shardShare: config.KINESIS_PRODUCER_SHARD_SHARE,
  ttlMs: Number.POSITIVE_INFINITY,
  maxPendingBytes: Number.POSITIVE_INFINITY,
})

/** Of a request; the service takes 10 MiB, other implementations of it 5. */
const REQUEST_BYTES = 5 << 20

const credentialsOf = ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
}: Config) =>
  accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}
