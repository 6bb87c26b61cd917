import { type ClientOptions, createClient } from './client.ts'
import { translateKafkaError } from './errors.ts'
import type { KafkaSettings } from './settings.ts'

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
    await admin.createTopics({ topics: missing.map(toKafkajs), waitForLeaders: true })
    return missing.map(({ topic }) => topic)
  } catch (error) {
    throw translateKafkaError(error)
  } finally {
    await admin.disconnect()
  }
}

function toKafkajs({ topic, partitions, replicationFactor = -1, configs = {} }: TopicSpec) {
  const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }))
  return { topic, numPartitions: partitions, replicationFactor, configEntries }
}
