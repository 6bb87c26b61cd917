import { setImmediate as turn } from 'node:timers/promises'
import type { ConsumedRecord, TopicPartition } from '@pinpipe/kafka'
import { createLogger, createMetrics } from '@pinpipe/runtime'
import type { Connector } from '../../src/connector/connector.ts'
import { parseConnector } from '../../src/connector/parse.ts'
import { SinkError } from '../../src/errors.ts'
import { createEvents } from '../../src/events.ts'
import { Sink } from '../../src/sink.ts'
import { createWriterParts } from '../../src/writer-parts.ts'
import { MemoryStore } from './memory-store.ts'

/** A call of a sink to the outside that has not happened yet. */
interface Pending {
  readonly owner: SimulatedSink
  readonly kind: 'store' | 'commit' | 'produce' | 'sleep'
  run(): Promise<void>
  fail(): void
}

const PARTITIONS = 2
const TOPIC = '0a1b2c3d4e5f.pin'

/** One process: it reads its own view of Kafka until it dies; its calls never return after that. */
class SimulatedSink {
  readonly sink: Sink
  readonly positions = new Map<number, number>()
  readonly paused = new Set<number>()
  dead = false

  constructor(sink: (owner: SimulatedSink) => Sink) {
    this.sink = sink(this)
    this.sink.failed.catch((error: unknown) => {
      this.error = error
    })
  }

  error: unknown
}

/**
 * Kafka, a bucket and sinks that run, die, and are taken for dead while they still run. Every call to
 * the outside waits until the world lets it happen, lets it fail before or after it took effect, or
 * kills its caller before or after.
 */
export class World {
  readonly store = new MemoryStore()
  readonly logs: ConsumedRecord[][] = Array.from({ length: PARTITIONS }, () => [])
  readonly committed = new Map<number, number>()
  readonly deadLetters: string[] = []
  readonly #random: () => number
  readonly #connector: Connector
  readonly #memoryBytes: number
  #pending: Pending[] = []
  #sinks: SimulatedSink[] = []
  #clock = 1_700_000_000_000
  calm = false

  constructor(random: () => number, connector: Connector, memoryBytes: number) {
    this.#random = random
    this.#connector = connector
    this.#memoryBytes = memoryBytes
  }

  append(partition: number, value: Buffer | null): void {
    const log = this.logs[partition] ?? []
    const gap = this.#random() < 0.1 ? 1 : 0
    const offset = (log.at(-1)?.offset ?? -1) + 1 + gap
    log.push({ offset, key: null, value, headers: {}, timestamp: this.#clock })
  }

  /** Starts a sink that takes every partition; those that ran before do not know it yet. */
  start(): void {
    const sink = new SimulatedSink((owner) => this.#build(owner))
    this.#sinks = [...this.#sinks.filter(({ dead }) => !dead).slice(-2), sink]
    this.#assign(sink)
  }

  /** One thing happens. */
  async step(): Promise<void> {
    const dice = this.#random()
    this.#clock += Math.floor(this.#random() * 400)
    if (dice < 0.3) this.#deliver()
    else if (dice < 0.4) this.#tick()
    else if (this.calm || dice < 0.9) await this.#settleOne()
    else if (dice < 0.93) this.start()
    else if (dice < 0.95) this.#kill(this.#one(this.#sinks))
    else this.#rejoin()
    await turn()
  }

  /** No more faults: a last sink, alone, reads to the end of the logs and is drained. */
  async finish(): Promise<void> {
    this.calm = true
    for (const sink of this.#sinks) sink.dead = true
    this.#sinks = []
    this.#pending = []
    this.start()
    const last = this.#sinks.at(-1)
    await this.#until(() => this.#allAtEnd((partition) => last?.positions.get(partition)))
    void last?.sink.drain()
    await this.#until(() => this.#allAtEnd((partition) => this.committed.get(partition)))
  }

  async #until(condition: () => boolean): Promise<void> {
    for (let steps = 0; steps < 20_000; steps++) {
      if (condition()) return
      await this.step()
    }
    throw new Error('The sink did not get to the end of the logs')
  }

  #allAtEnd(position: (partition: number) => number | undefined): boolean {
    return this.logs.every(
      (log, partition) => (position(partition) ?? 0) >= (log.at(-1)?.offset ?? -1) + 1,
    )
  }

  #build(owner: SimulatedSink): Sink {
    const logger = createLogger({ name: 'simulation', level: 'silent', format: 'json' })
    const events = createEvents(logger, createMetrics('simulation', { processMetrics: false }), {
      attempts: 3,
    })
    const call = <T>(kind: Pending['kind'], effect: () => T | Promise<T>) =>
      this.#call(owner, kind, effect)
    const { store } = this
    return new Sink({
      intake: {
        pause: ({ partition }) => owner.paused.add(partition),
        resume: ({ partition }) => owner.paused.delete(partition),
        commit: (offsets) =>
          call('commit', () => {
            for (const { partition, offset } of offsets) this.committed.set(partition, offset)
          }),
      },
      events,
      flow: { memoryBytes: this.#memoryBytes },
      now: () => this.#clock,
      writer: createWriterParts({
        connector: this.#connector,
        store: {
          create: (key, body, notes) => call('store', () => store.create(key, body, notes)),
          find: (key) => call('store', () => store.find(key)),
          read: (key) => call('store', () => store.read(key)),
          check: () => call('store', () => store.check()),
        },
        producer: {
          produce: (_topic, [letter]) =>
            call('produce', () => {
              this.deadLetters.push(
                Buffer.from(letter?.headers?.id ?? letter?.value ?? []).toString(),
              )
              return [{ partition: 0, offset: 0 }]
            }),
        },
        events,
        timing: {
          now: () => this.#clock,
          random: this.#random,
          sleep: () => call('sleep', () => undefined),
        },
        now: () => this.#clock,
        fileBytes: 4_000,
        backoff: { baseMs: 10, capMs: 100 },
      }),
    })
  }

  #call<T>(owner: SimulatedSink, kind: Pending['kind'], effect: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (owner.dead) return
      const unreachable = () =>
        reject(new SinkError('STORE_UNREACHABLE', 'simulated', { retriable: true }))
      const run = async () => {
        const answerIsLost = !this.calm && kind !== 'sleep' && this.#random() < 0.15
        const dies = !this.calm && this.#random() < 0.03
        const result = await effect()
        if (dies) this.#kill(owner)
        else if (answerIsLost) unreachable()
        else resolve(result)
      }
      this.#pending.push({ owner, kind, run, fail: unreachable })
    })
  }

  async #settleOne(): Promise<void> {
    const pending = this.#one(this.#pending)
    if (!pending) return
    this.#pending = this.#pending.filter((other) => other !== pending)
    if (!this.calm && pending.kind !== 'sleep' && this.#random() < 0.15) pending.fail()
    else await pending.run()
  }

  #deliver(): void {
    const sink = this.#one(this.#sinks)
    const partition = Math.floor(this.#random() * PARTITIONS)
    if (!sink || sink.paused.has(partition)) return
    const from = sink.positions.get(partition) ?? 0
    const count = 1 + Math.floor(this.#random() * 8)
    const records = (this.logs[partition] ?? [])
      .filter(({ offset }) => offset >= from)
      .slice(0, count)
    const last = records.at(-1)
    if (!last) return
    sink.positions.set(partition, last.offset + 1)
    sink.sink.batch({ topic: TOPIC, partition, records, next: last.offset + 1 })
    if (sink.error) throw sink.error
  }

  #tick(): void {
    for (const { sink } of this.#sinks) sink.tick()
  }

  #kill(sink: SimulatedSink | undefined): void {
    if (!sink) return
    sink.dead = true
    this.#sinks = this.#sinks.filter((other) => other !== sink)
    this.#pending = this.#pending.filter(({ owner }) => owner !== sink)
    if (this.#sinks.length === 0) this.start()
  }

  #rejoin(): void {
    const sink = this.#one(this.#sinks)
    if (sink) this.#assign(sink)
  }

  #assign(sink: SimulatedSink): void {
    const partitions: TopicPartition[] = []
    for (let partition = 0; partition < PARTITIONS; partition++) {
      sink.positions.set(partition, this.committed.get(partition) ?? 0)
      partitions.push({ topic: TOPIC, partition })
    }
    sink.sink.assigned(partitions)
  }

  #one<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)]
  }
}

/** A connector of the default format with `keys` over it. */
export function testConnector(keys: Record<string, unknown>): Connector {
  return parseConnector(
    JSON.stringify({
      'connector.class': 'io.confluent.connect.s3.S3SinkConnector',
      'storage.class': 'io.confluent.connect.s3.storage.S3Storage',
      'format.class': 'io.confluent.connect.s3.format.json.JsonFormat',
      's3.bucket.name': 'bucket',
      'topics.regex': '0a1b2c3d4e5f.*',
      'flush.size': 5,
      'behavior.on.null.values': 'ignore',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead-letter.0a1b2c3d4e5f',
      ...keys,
    }),
  ).connector
}
