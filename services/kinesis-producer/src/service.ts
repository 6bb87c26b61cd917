import { systemTiming, withRetry } from '@pinpipe/delivery'
import { createGroupConsumer, openKafka } from '@pinpipe/kafka'
import type { AdminSource, Logger, Metrics, RunningService } from '@pinpipe/runtime'
import { deadLetterTopic } from '@pinpipe/schema'
import { createEvents, type RelayEvents } from './events.ts'
import { createInstruments } from './metrics.ts'
import { createPartitionParts } from './partition-parts.ts'
import type { ProducerConfig } from './read-config.ts'
import { readiness } from './readiness.ts'
import { Relay } from './relay.ts'
import { createStreamEvents } from './stream-events.ts'
import { openStreams, type Streams } from './streams.ts'

/** Between two commits: a later one costs more duplicates after a kill. */
const COMMIT_INTERVAL_MS = 1_000
/** Over which the shards' shares are told. */
const SKEW_INTERVAL_MS = 10_000
/** For what is put after a stop was asked for. */
const DRAIN_TIMEOUT_MS = 30_000
/** For the commit after that. */
const LAST_COMMIT_MS = 5_000
const START_BACKOFF = { baseMs: 500, capMs: 10_000 }
/** Dead letters are larger than their records; the topic's own limit decides, not this client's. */
const MAX_LETTER_BYTES = 16 << 20

/** The producer as a service: what its admin server shows and how it starts. */
export interface ProducerService {
  readonly source: AdminSource
  start(): Promise<Omit<RunningService, keyof AdminSource>>
}

/** Builds every part; nothing connects before `start`. */
export function createService(
  { config, routes }: ProducerConfig,
  logger: Logger,
  metrics: Metrics,
): ProducerService {
  const patienceMs = config.KINESIS_PRODUCER_PATIENCE_MS
  const meter = createInstruments(metrics)
  const events = createEvents(logger, meter, patienceMs)
  const names = [...new Set(routes.map(({ stream }) => stream))]
  const streams = openStreams(names, config, (name) => createStreamEvents(name, logger, meter))
  const client = { clientId: 'pinpipe-kinesis-producer', logger }
  const kafka = openKafka(config, { ...client, maxBatchBytes: MAX_LETTER_BYTES })
  const consumer = createGroupConsumer(config, client, {
    groupId: config.KINESIS_PRODUCER_GROUP ?? `kinesis-producer-${config.PIPELINE_ID}`,
    subscription: { topics: routes.map(({ topic }) => topic) },
    sessionTimeoutMs: config.KINESIS_PRODUCER_SESSION_TIMEOUT_MS,
    refreshMs: config.KINESIS_PRODUCER_TOPIC_REFRESH_MS,
    events: events.group,
  })
  const relay = new Relay({
    intake: consumer,
    partsOf: createPartitionParts({
      routes,
      streams: streams.all,
      letters: { producer: kafka.producer, topic: deadLetterTopic(config.PIPELINE_ID) },
      events,
      timing: systemTiming,
    }),
    memoryBytes: config.KINESIS_PRODUCER_MEMORY_BYTES,
    events,
    now: systemTiming.now,
  })
  return {
    source: { metrics, readiness: () => readiness({ streams, consumer, relay, patienceMs }) },
    start: async () => {
      await kinesisReady(streams, events)
      consumer.start(relay)
      const stopTimers = startTimers(relay, streams)
      return {
        shutdown: [
          {
            name: 'records',
            run: () => drain(relay, streams),
            timeoutMs: DRAIN_TIMEOUT_MS + LAST_COMMIT_MS,
          },
          { name: 'consumer', run: () => consumer.stop() },
          { name: 'timers', run: async () => stopTimers() },
          { name: 'dead letters', run: () => kafka.close() },
          { name: 'streams', run: async () => streams.close() },
        ],
      }
    },
  }
}

const drain = (relay: Relay, streams: Streams): Promise<void> =>
  relay.drain(() => streams.drain(DRAIN_TIMEOUT_MS), systemTiming.sleep(DRAIN_TIMEOUT_MS))

function startTimers(relay: Relay, streams: Streams): () => void {
  const commits = setInterval(() => relay.tick(), COMMIT_INTERVAL_MS)
  const shards = setInterval(() => {
    for (const { events } of streams.all) events.intervalEnded()
  }, SKEW_INTERVAL_MS)
  return () => {
    clearInterval(commits)
    clearInterval(shards)
  }
}

/** Waits for the streams before joining, so that a wrong setting shows before partitions are taken. */
async function kinesisReady(streams: Streams, events: RelayEvents): Promise<void> {
  await withRetry(() => streams.check(), {
    policy: { ...START_BACKOFF, forMs: Number.POSITIVE_INFINITY },
    decide: () => ({ retry: true }),
    onRetry: events.kinesisUnready,
  })
}
