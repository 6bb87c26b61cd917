import { type Timing, withRetry } from '@pinpipe/delivery'
import { Brokers, parseAddress } from './brokers.ts'
import { type ClientOptions, clientConfig, createClient } from './client.ts'
import { noLeader } from './cluster.ts'
import { KafkaError, translateKafkaError } from './errors.ts'
import { MetadataClient } from './metadata.ts'
import type { KafkaSettings } from './settings.ts'
import type { TopicSource } from './topic-cache.ts'

/** A topic to make. */
export interface TopicSpec {
  readonly topic: string
  readonly partitions: number
  /** Default: the broker's. */
  readonly replicationFactor?: number
  /** Topic configuration, e.g. `{'retention.ms': '-1'}`. */
  readonly configs?: Readonly<Record<string, string>>
}

/**
 * Makes the topics that do not exist yet and waits until they have leaders; those that exist stay as
 * they are.
 * @returns the names that were made.
 * @throws {KafkaError}
 */
export async function createTopics(
  settings: KafkaSettings,
  options: ClientOptions,
  topics: readonly TopicSpec[],
): Promise<string[]> {
  const admin = createClient(settings, options).admin()
  try {
    await admin.connect()
    const existing = new Set(await admin.listTopics())
    const missing = topics.filter(({ topic }) => !existing.has(topic))
    // kafkajs' own wait for leaders fails on a broker that has not heard of the topic yet.
    await admin.createTopics({ topics: missing.map(toKafkajs), waitForLeaders: false })
    const names = missing.map(({ topic }) => topic)
    await withMetadata(settings, options, (metadata) => awaitLeaders(metadata, names))
    return names
  } catch (error) {
    throw translateKafkaError(error)
  } finally {
    await admin.disconnect()
  }
}

/**
 * Waits until every partition of the topics has a leader. The controller says that a topic is made
 * before the brokers have heard of it, so a topic that seems unknown is asked for again.
 * @throws {KafkaError} what the last answer said, after `LEADERS.forMs`.
 */
export async function awaitLeaders(
  source: TopicSource,
  names: readonly string[],
  timing?: Timing,
): Promise<void> {
  const awaitLeader = (name: string) =>
    withRetry(() => assertLed(source, name), {
      policy: LEADERS,
      decide: (error) => ({ retry: mayCome(error) }),
      ...(timing && { timing }),
    })
  await Promise.all(names.map(awaitLeader))
}

const LEADERS = { baseMs: 50, capMs: 500, forMs: 30_000 }

async function assertLed(source: TopicSource, name: string): Promise<void> {
  const { partitions } = await source.topic(name)
  const headless = partitions.find(({ leaderAddress }) => leaderAddress === undefined)
  if (headless) throw noLeader(name, headless.partition)
}

const mayCome = (error: unknown) =>
  error instanceof KafkaError && (error.retriable || error.code === 'KAFKA_UNKNOWN_TOPIC')

async function withMetadata<T>(
  settings: KafkaSettings,
  options: ClientOptions,
  ask: (metadata: MetadataClient) => Promise<T>,
): Promise<T> {
  const brokers = new Brokers(clientConfig(settings, options))
  try {
    return await ask(new MetadataClient(brokers, settings.KAFKA_BROKERS.map(parseAddress)))
  } finally {
    await brokers.close()
  }
}

function toKafkajs({ topic, partitions, replicationFactor = -1, configs = {} }: TopicSpec) {
  const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }))
  return { topic, numPartitions: partitions, replicationFactor, configEntries }
}
