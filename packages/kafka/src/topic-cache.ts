import type { KafkaError } from './errors.ts'
import { translateKafkaError } from './errors.ts'
import { type TopicInfo, unknownTopic } from './metadata.ts'

/** Where a topic's facts come from when the cache has none. */
export interface TopicSource {
  /** @throws {KafkaError} KAFKA_UNKNOWN_TOPIC when there is no such topic. */
  topic(name: string): Promise<TopicInfo>
}

type Entry = { readonly at: number } & (
  | { readonly info: Promise<TopicInfo> }
  | { readonly missing: KafkaError }
)

/** How long an answer stands, in milliseconds, "no such topic" included. */
export const TOPIC_TTL_MS = 2_000

/** Unknown names are kept too, so a caller that makes names up must not fill the memory. */
const MAX_ENTRIES = 10_000

/** What Kafka takes as a topic's name; no other is asked for, or kept. */
const TOPIC_NAME = /^[\w.-]{1,249}$/

/**
 * Remembers what a topic looks like, or that it does not exist, for `TOPIC_TTL_MS`, so that most
 * requests need no metadata of their own. Callers that miss together share one request.
 */
export class TopicCache implements TopicSource {
  readonly #source: TopicSource
  readonly #now: () => number
  readonly #entries = new Map<string, Entry>()

  /** @param now milliseconds of a monotonic clock */
  constructor(source: TopicSource, now: () => number) {
    this.#source = source
    this.#now = now
  }

  /** @throws {KafkaError} as the source; only "no such topic" is remembered. */
  async topic(name: string): Promise<TopicInfo> {
    if (!TOPIC_NAME.test(name)) throw unknownTopic(name)
    const entry = this.#entries.get(name)
    if (entry && this.#now() - entry.at < TOPIC_TTL_MS) {
      if ('missing' in entry) throw entry.missing
      return entry.info
    }
    const info = this.#source.topic(name)
    this.#set(name, { at: this.#now(), info })
    try {
      return await info
    } catch (cause) {
      const error = translateKafkaError(cause)
      if (error.code === 'KAFKA_UNKNOWN_TOPIC') this.#set(name, { at: this.#now(), missing: error })
      else this.#entries.delete(name)
      throw error
    }
  }

  /** Forgets the topic: its leader has moved, or it may have been made or deleted. */
  forget(name: string): void {
    this.#entries.delete(name)
  }

  #set(name: string, entry: Entry): void {
    this.#entries.delete(name)
    this.#entries.set(name, entry)
    if (this.#entries.size > MAX_ENTRIES) {
      const oldest = this.#entries.keys().next()
      if (!oldest.done) this.#entries.delete(oldest.value)
    }
  }
}
