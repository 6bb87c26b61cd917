import { fullJitter, systemTiming, type Timing } from '@pinpipe/delivery'
import type { Kafka } from 'kafkajs'
import { type ClientOptions, createClient } from '../client.ts'
import { KafkaError, translateKafkaError } from '../errors.ts'
import type { KafkaSettings } from '../settings.ts'
import { GroupSession, type SessionOptions } from './session.ts'
import type { GroupConsumer, GroupEvents, GroupHandler } from './types.ts'

/** How a member consumes. */
export interface GroupOptions extends SessionOptions {
  readonly events: GroupEvents
  readonly timing?: Timing
}

/** Between two attempts to join: full jitter below these bounds. */
const BACKOFF = { baseMs: 500, capMs: 10_000 }

/**
 * A member of a consumer group over kafkajs. A session of kafkajs' consumer lasts until it crashes or
 * the topics of the subscription change; then another one begins, so that no trouble is final.
 */
export function createGroupConsumer(
  settings: KafkaSettings,
  client: ClientOptions,
  options: GroupOptions,
): GroupConsumer {
  return new KafkajsGroupConsumer(createClient(settings, client), options)
}

class KafkajsGroupConsumer implements GroupConsumer {
  readonly #kafka: Kafka
  readonly #options: GroupOptions
  readonly #timing: Timing
  readonly #stop = new AbortController()
  #session: GroupSession | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(kafka: Kafka, options: GroupOptions) {
    this.#kafka = kafka
    this.#options = options
    this.#timing = options.timing ?? systemTiming
  }

  start(handler: GroupHandler): void {
    this.#running = this.#run(handler)
  }

  pause(at: { topic: string; partition: number }): void {
    this.#session?.pause(at)
  }

  resume(at: { topic: string; partition: number }): void {
    this.#session?.resume(at)
  }

  async commit(offsets: Parameters<GroupConsumer['commit']>[0]): Promise<void> {
    if (!this.#session)
      throw new KafkaError('KAFKA_CLOSED', 'Not in the group', { retriable: true })
    await this.#session.commit(offsets)
  }

  isJoined(): boolean {
    return this.#session?.isJoined() ?? false
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(handler: GroupHandler): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; ) {
      const session = new GroupSession(this.#kafka, this.#options, handler)
      this.#session = session
      try {
        await session.run(signal)
        failures = 0
      } catch (error) {
        if (session.wasJoined) failures = 0
        await this.#pauseBetween(translateKafkaError(error), failures++)
      } finally {
        this.#session = undefined
      }
    }
  }

  async #pauseBetween(error: KafkaError, failures: number): Promise<void> {
    const { signal } = this.#stop
    if (signal.aborted) return
    const waitMs = fullJitter(failures, BACKOFF, this.#timing.random)
    this.#options.events.onTrouble(error, waitMs)
    await this.#timing.sleep(waitMs, signal).catch(() => signal.reason)
  }
}
