import { systemTiming } from '@pinpipe/delivery'
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { translateKafkaError } from '../errors.ts'
import { type BatchStart, fetchedOffset, toRecord } from './kafkajs-batch.ts'
import { logRanges, partitionStarts } from './lookup.ts'
import { Positions } from './positions.ts'
import { matchTopics, sameTopics } from './topics.ts'
import type { GroupEvents, GroupHandler, Subscription, TopicPartition } from './types.ts'

/** What a session of kafkajs' consumer is set to. */
export interface SessionOptions {
  readonly groupId: string
  readonly subscription: Subscription
  /** After so many milliseconds without a heartbeat the partitions go to other members. */
  readonly sessionTimeoutMs: number
  /** How often, in milliseconds, new topics and partitions are looked for. */
  readonly refreshMs: number
  readonly events: GroupEvents
}

/** Set in full: kafkajs' own defaults lose records for a sink (latest) or answer slowly (5 s). */
const FETCH = {
  maxBytesPerPartition: 1 << 20,
  maxBytes: 10 << 20,
  minBytes: 1,
  maxWaitTimeInMs: 500,
}
const HEARTBEATS_PER_SESSION = 4
const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 }

/** One life of kafkajs' consumer: from connecting until it crashes, is stopped or other topics match. */
export class GroupSession {
  readonly #options: SessionOptions
  readonly #handler: GroupHandler
  readonly #admin: Admin
  readonly #consumer: Consumer
  readonly #ended = Promise.withResolvers<void>()
  #positions = new Positions()
  #alive = false
  #lastHeartbeat = Number.NEGATIVE_INFINITY
  #joined = false

  constructor(kafka: Kafka, options: SessionOptions, handler: GroupHandler) {
    this.#options = options
    this.#handler = handler
    this.#admin = kafka.admin({ retry: RETRY })
    this.#consumer = kafka.consumer({
      ...FETCH,
      groupId: options.groupId,
      sessionTimeout: options.sessionTimeoutMs,
      heartbeatInterval: Math.floor(options.sessionTimeoutMs / HEARTBEATS_PER_SESSION),
      metadataMaxAge: options.refreshMs,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: async () => false },
    })
    void Promise.allSettled([this.#ended.promise])
    const { GROUP_JOIN, HEARTBEAT, START_BATCH_PROCESS, CRASH, STOP } = this.#consumer.events
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#onJoin(payload.memberAssignment))
    this.#consumer.on(HEARTBEAT, () => this.#heard())
    this.#consumer.on(START_BATCH_PROCESS, ({ payload }) => this.#onStart(payload))
    this.#consumer.on(CRASH, ({ payload }) => this.#ended.reject(payload.error))
    this.#consumer.on(STOP, () => {
      this.#alive = false
    })
  }

  /** Whether this session was in the group at any time. */
  get wasJoined(): boolean {
    return this.#joined
  }

  isJoined(): boolean {
    return this.#alive && performance.now() - this.#lastHeartbeat < this.#options.sessionTimeoutMs
  }

  /** kafkajs throws where it has just stopped; a partition it does not fetch needs no pause. */
  pause({ topic, partition }: TopicPartition): void {
    if (this.#alive) this.#consumer.pause([{ topic, partitions: [partition] }])
  }

  resume({ topic, partition }: TopicPartition): void {
    if (this.#alive) this.#consumer.resume([{ topic, partitions: [partition] }])
  }

  async commit(offsets: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    try {
      await this.#consumer.commitOffsets(
        offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: `${offset}` })),
      )
    } catch (error) {
      throw translateKafkaError(error)
    }
  }

  /** Resolves when stopped or when other topics match; rejects with what kafkajs met. */
  async run(signal: AbortSignal): Promise<void> {
    const done = new AbortController()
    const either = AbortSignal.any([signal, done.signal])
    try {
      await this.#admin.connect()
      const topics = await this.#matchingTopics()
      this.#options.events.onTopics(topics)
      if (topics.length > 0) await this.#consume(topics)
      await Promise.race([this.#ended.promise, this.#topicsChange(topics, either)])
    } finally {
      done.abort()
      this.#alive = false
      await Promise.allSettled([this.#consumer.disconnect(), this.#admin.disconnect()])
    }
  }

  async #consume(topics: readonly string[]): Promise<void> {
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#onBatch(payload),
    })
  }

  async #matchingTopics(): Promise<readonly string[]> {
    return matchTopics(this.#options.subscription, await this.#admin.listTopics())
  }

  /** Resolves when the topics are not `known` any more, or when the signal aborts. */
  async #topicsChange(known: readonly string[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await systemTiming.sleep(this.#options.refreshMs, signal).catch(() => signal.reason)
      if (signal.aborted) return
      const topics = await this.#matchingTopics().catch(() => known)
      if (!sameTopics(topics, known)) return
      await this.#observeLogEnds(known).catch(() => known)
    }
  }

  async #observeLogEnds(topics: readonly string[]): Promise<void> {
    for (const topic of topics)
      for (const [partition, { high }] of await logRanges(this.#admin, topic)) {
        const at = { topic, partition }
        if (this.#positions.expected(at) === undefined || !this.#reaches(at, high)) continue
        this.#options.events.onLogEnd(at, high)
      }
  }

  /** Fetching waits, paused, until it is known where each partition has to begin. */
  #onJoin(assignment: Record<string, number[]>): void {
    const topicPartitions = Object.entries(assignment)
    const partitions = topicPartitions.flatMap(([topic, numbers]) =>
      numbers.map((partition) => ({ topic, partition })),
    )
    const positions = new Positions()
    this.#positions = positions
    this.#alive = true
    this.#joined = true
    this.#heard()
    this.#handler.assigned(partitions)
    const all = topicPartitions.map(([topic, numbers]) => ({ topic, partitions: numbers }))
    this.#consumer.pause(all)
    this.#begin(partitions, positions)
      .then(() => {
        if (positions === this.#positions && this.#alive) this.#consumer.resume(all)
      })
      .catch((error: unknown) => this.#ended.reject(error))
  }

  async #begin(partitions: readonly TopicPartition[], positions: Positions): Promise<void> {
    const starts = await partitionStarts(this.#admin, this.#options.groupId, partitions)
    for (const { from, to, ...at } of positions.begin(starts))
      this.#options.events.onGap(at, from, to)
    for (const { topic, partition, high } of starts)
      this.#options.events.onLogEnd({ topic, partition }, high)
  }

  async #onBatch({ batch, resolveOffset }: EachBatchPayload): Promise<void> {
    const at = { topic: batch.topic, partition: batch.partition }
    const positions = this.#positions
    if (!(await this.#follows(at, fetchedOffset(batch), positions))) return
    const next = Number(batch.lastOffset()) + 1
    this.#handler.batch({ ...at, records: batch.messages.map(toRecord), next })
    positions.moveTo(at, next)
    resolveOffset(batch.lastOffset())
    this.#options.events.onLogEnd(at, Number(batch.highWatermark))
  }

  /** kafkajs passes over a batch of nothing but control records or aborted ones without a call. */
  #onStart({ topic, partition, batchSize, lastOffset }: BatchStart): void {
    const expected = this.#positions.expected({ topic, partition })
    const next = Number(lastOffset) + 1
    if (batchSize > 0 || expected === undefined || next <= expected) return
    this.#handler.batch({ topic, partition, records: [], next })
    this.#positions.moveTo({ topic, partition }, next)
  }

  /** Whether a batch fetched at `fetched` is the one that follows; where not, fetching is set right. */
  async #follows(at: TopicPartition, fetched: number, positions: Positions): Promise<boolean> {
    const expected = positions.expected(at)
    if (expected === undefined) return false
    if (fetched === expected) return true
    const range = (await logRanges(this.#admin, at.topic)).get(at.partition)
    if (positions !== this.#positions || !range || !this.#reaches(at, range.high)) return false
    const { low } = range
    if (low > expected) {
      this.#options.events.onGap(at, expected, low)
      positions.moveTo(at, low)
    }
    const right = Math.max(low, expected)
    if (fetched === right) return true
    this.#consumer.seek({ ...at, offset: `${right}` })
    return false
  }

  /** Whether the log still holds the position; a log that became shorter ends the session. */
  #reaches(at: TopicPartition, high: number): boolean {
    try {
      this.#positions.check(at, high)
      return true
    } catch (error) {
      this.#ended.reject(error)
      return false
    }
  }

  #heard(): void {
    this.#lastHeartbeat = performance.now()
  }
}
