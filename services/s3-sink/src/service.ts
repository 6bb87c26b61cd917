import { systemTiming, withRetry } from '@pinpipe/delivery'
import { createGroupConsumer, openKafka } from '@pinpipe/kafka'
import type { AdminSource, Logger, Metrics, RunningService } from '@pinpipe/runtime'
import type { Config } from './config.ts'
import type { Connector } from './connector/connector.ts'
import { createEvents, type SinkEvents } from './events.ts'
import { readiness } from './readiness.ts'
import { createS3Store } from './s3/s3-store.ts'
import type { ObjectStore } from './s3/store.ts'
import { Sink } from './sink.ts'
import { createWriterParts } from './writer-parts.ts'

/** How long a put that fails may wait for its next attempt. */
const PUT_BACKOFF_CAP_MS = 10_000
/** Of a dead letter; what its topic takes is the broker's to say. */
const MAX_LETTER_BYTES = 16 * 1024 * 1024
/** How late a scheduled rotation may be. */
const TICK_MS = 100
/** For what is put and committed after a stop was asked for. */
const DRAIN_TIMEOUT_MS = 30_000

/** The sink as a service: what its admin server shows and how it starts. */
export interface SinkService {
  readonly source: AdminSource
  start(): Promise<Omit<RunningService, keyof AdminSource>>
}

/** Builds every part; nothing connects before `start`. */
export function createService(
  config: Config,
  connector: Connector,
  logger: Logger,
  metrics: Metrics,
): SinkService {
  const events = createEvents(logger, metrics, connector)
  const store = createS3Store(s3Settings(config, connector))
  const client = { clientId: 'pinpipe-s3-sink', logger }
  const kafka = openKafka(config, { ...client, maxBatchBytes: MAX_LETTER_BYTES })
  const consumer = createGroupConsumer(config, client, {
    groupId: config.S3_SINK_GROUP ?? `connect-${connector.name}`,
    subscription: connector.subscription,
    sessionTimeoutMs: config.S3_SINK_SESSION_TIMEOUT_MS,
    refreshMs: config.S3_SINK_TOPIC_REFRESH_MS,
    events: {
      onTrouble: events.groupLost,
      onGap: events.gap,
      onTopics: events.topics,
      onLogEnd: events.logEnd,
    },
  })
  const sink = new Sink({
    intake: consumer,
    flow: { memoryBytes: config.S3_SINK_MEMORY_BYTES },
    events,
    now: Date.now,
    writer: createWriterParts({
      connector,
      store,
      producer: kafka.producer,
      events,
      timing: systemTiming,
      now: Date.now,
      fileBytes: config.S3_SINK_FILE_BYTES,
      backoff: { baseMs: connector.retryBackoffMs, capMs: PUT_BACKOFF_CAP_MS },
    }),
  })
  const letters = connector.deadLetters?.topic
  const checkLetters = letters === undefined ? undefined : () => kafka.cluster.topic(letters)
  return {
    source: { metrics, readiness: () => readiness({ store, consumer, events, checkLetters }) },
    start: async () => {
      await bucketReady(store, events)
      consumer.start(sink)
      const timer = setInterval(() => sink.tick(), TICK_MS)
      return {
        finished: sink.failed,
        shutdown: [
          { name: 'open files', run: () => sink.drain(), timeoutMs: DRAIN_TIMEOUT_MS },
          { name: 'consumer', run: () => consumer.stop() },
          { name: 'timer', run: async () => clearInterval(timer) },
          { name: 'producer', run: () => kafka.close() },
          { name: 'store', run: async () => store.close() },
        ],
      }
    },
  }
}

/** Waits for the bucket before joining, so that a wrong setting shows before partitions are taken. */
function bucketReady(store: ObjectStore, events: SinkEvents): Promise<void> {
  return withRetry(() => store.check(), {
    policy: { baseMs: 500, capMs: PUT_BACKOFF_CAP_MS, forMs: Number.POSITIVE_INFINITY },
    decide: () => ({ retry: true }),
    onRetry: (error) => events.storeUnready(error),
  })
}

function s3Settings(config: Config, connector: Connector) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = config
  const fromEnvironment =
    accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined
  return {
    bucket: connector.bucket,
    region: connector.region ?? config.AWS_REGION,
    endpoint: connector.endpoint ?? config.AWS_ENDPOINT_URL,
    pathStyle: connector.pathStyle,
    credentials: connector.credentials ?? fromEnvironment,
  }
}
