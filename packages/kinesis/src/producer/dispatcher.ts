import type { Timing } from '@pinpipe/delivery'
import { translateKinesisError } from '../errors.ts'
import { ShardReader } from '../shard-map.ts'
import type { KinesisStream, PutResult } from '../stream.ts'
import { Alarm } from './alarm.ts'
import { Answers } from './answers.ts'
import type { ProducerEvents } from './events.ts'
import type { ProducerOptions } from './options.ts'
import { type Outgoing, Packer } from './packer.ts'
import type { Pending } from './pending.ts'
import type { PendingRecords } from './pending-records.ts'
import { requestReport } from './report.ts'
import { RequestWindow } from './request-window.ts'
import { Routing } from './routing.ts'
import type { ShardQueue } from './shard-queue.ts'
import { ShardQueues } from './shard-queues.ts'

/** What the dispatcher works with. */
export interface DispatcherPorts {
  readonly stream: KinesisStream
  readonly pending: PendingRecords
  readonly timing: Timing
  readonly events: ProducerEvents
}

/** Decides when requests are sent, and of what. */
export class Dispatcher {
  readonly queues: ShardQueues
  readonly #options: ProducerOptions
  readonly #ports: DispatcherPorts
  readonly #packer: Packer
  readonly #alarm: Alarm
  readonly #routing: Routing
  readonly #answers: Answers
  readonly #window: RequestWindow
  readonly #ended = new AbortController()
  #requests = 0
  #urgent = 0
  #planned = false
  #newRecords = 0
  #newBytes = 0

  constructor(options: ProducerOptions, ports: DispatcherPorts) {
    const { stream, pending, timing, events } = ports
    this.#options = options
    this.#ports = ports
    this.queues = new ShardQueues(options, timing)
    this.#packer = new Packer(options)
    this.#window = new RequestWindow(options.maxRequests)
    this.#alarm = new Alarm(timing, () => this.#run())
    const { signal } = this.#ended
    const read = { minIntervalMs: options.shardRefreshMs, retryForMs: options.ttlMs }
    const shards = new ShardReader(stream, timing, read, signal)
    const { queues } = this
    this.#routing = new Routing({ queues, shards, pending, events, signal })
    const onReleased = () => this.#plan()
    this.#answers = new Answers({ queues, pending, routing: this.#routing, onReleased })
  }

  /** Takes a record into the queues. */
  add(item: Pending): void {
    this.queues.push(item)
    this.#newRecords += 1
    this.#newBytes += item.bytes
    const { aggregate, maxRequestRecords, maxRequestBytes, lingerMs } = this.#options
    const many = !aggregate && this.#newRecords >= maxRequestRecords
    if (many || this.#newBytes >= maxRequestBytes || this.#urgent > 0) this.#plan()
    else this.#alarm.set(item.acceptedAt + (this.#routing.table ? lingerMs : 0))
  }

  /** Until `work` is done, nothing waits for others to come. */
  async hurry(work: Promise<unknown>): Promise<void> {
    this.#urgent += 1
    this.#plan()
    await work
    this.#urgent -= 1
  }

  /** Starts nothing any more. */
  stop(): void {
    this.#ended.abort()
    this.#alarm.stop()
  }

  /** Runs once the present turn is over, so that its records go together. */
  #plan(): void {
    if (this.#planned) return
    this.#planned = true
    setImmediate(() => {
      this.#planned = false
      this.#run()
    })
  }

  #run(): void {
    if (this.#ended.signal.aborted) return
    const { pending, timing } = this.#ports
    this.#newRecords = 0
    this.#newBytes = 0
    const expiresAt = pending.expire()
    if (this.queues.unrouted) void this.#routing.refresh().then(() => this.#plan())
    const now = timing.now()
    while (this.#requests < this.#window.size && this.#due(now)) {
      const request = this.#packer.pack(this.queues.all, now)
      if (request.length === 0) break
      void this.#send(request)
    }
    pending.report()
    this.#alarm.set(Math.min(expiresAt, this.#next(now)))
  }

  /** Whether a request is worth sending: a record has waited long enough, or it is full. */
  #due(now: number): boolean {
    const { aggregate, maxRequestRecords, maxRequestBytes } = this.#options
    let lanes = 0
    let bytes = 0
    for (const queue of this.queues.all) {
      if (queue.freeAt > now) continue
      if (this.#dueAt(queue) <= now) return true
      lanes += queue.length
      bytes += queue.bytes
    }
    return bytes >= maxRequestBytes || (!aggregate && lanes >= maxRequestRecords)
  }

  #dueAt(queue: ShardQueue): number {
    const head = queue.head()
    if (head === undefined) return Number.POSITIVE_INFINITY
    return this.#urgent > 0 ? head.acceptedAt : head.acceptedAt + this.#options.lingerMs
  }

  /** When something is due by itself; the end of a request comes by another way. */
  #next(now: number): number {
    let next = Number.POSITIVE_INFINITY
    if (this.#requests >= this.#window.size) return next
    for (const queue of this.queues.all) {
      const dueAt = this.#dueAt(queue)
      if (dueAt === Number.POSITIVE_INFINITY) continue
      next = Math.min(next, queue.freeAt > now ? queue.freeAt : dueAt)
    }
    return next
  }

  async #send(request: readonly Outgoing[]): Promise<void> {
    const { timing, events } = this.#ports
    this.#requests += 1
    const startedAt = timing.now()
    const results = await this.#put(request)
    this.#requests -= 1
    events.requestDone(requestReport(request, results, (timing.now() - startedAt) / 1_000))
    this.#answers.take(request, results)
    this.#run()
  }

  async #put(request: readonly Outgoing[]): Promise<readonly PutResult[]> {
    try {
      const results = await this.#ports.stream.putRecords(request.map(({ entry }) => entry))
      this.#window.answered()
      return results
    } catch (cause) {
      const error = translateKinesisError(cause)
      if (error.outcomeUnknown) this.#window.unanswered()
      return request.map(() => ({ error }))
    }
  }
}
