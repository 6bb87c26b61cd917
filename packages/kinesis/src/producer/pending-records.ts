import { ByteBudget, type Timing } from '@pinpipe/delivery'
import { type KinesisErrorCode, kinesisError } from '../errors.ts'
import type { ProducerEvents } from './events.ts'
import type { Pending, PutOutcome } from './pending.ts'

/** What a record takes in memory beside its data and key; about, for V8 on 64 bits. */
const OVERHEAD_BYTES = 512

interface Waiting {
  readonly bytes: number
  readonly resolve: () => void
}

/** The accepted records without an outcome, oldest first, within a budget of bytes. */
export class PendingRecords {
  readonly #budget: ByteBudget
  readonly #timing: Timing
  readonly #events: ProducerEvents
  readonly #items = new Set<Pending>()
  readonly #waiting: Waiting[] = []
  #counts = new Map<KinesisErrorCode | 'ok', number>()

  constructor(maxBytes: number, timing: Timing, events: ProducerEvents) {
    this.#budget = new ByteBudget(maxBytes)
    this.#timing = timing
    this.#events = events
  }

  /** Bytes held, overhead included. */
  get bytes(): number {
    return this.#budget.used
  }

  get count(): number {
    return this.#items.size
  }

  [Symbol.iterator](): Iterator<Pending> {
    return this.#items.values()
  }

  /** Takes room for a record of `bytes`, if there is. */
  reserve(bytes: number): boolean {
    return this.#budget.take(bytes + OVERHEAD_BYTES)
  }

  /** Resolves when there is room for a record of `bytes`; callers in turn. */
  room(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ bytes, resolve })
      this.#admit()
    })
  }

  /** Holds a record for which room was reserved. */
  add(item: Pending): void {
    this.#items.add(item)
  }

  /** Gives a record its outcome, once. */
  settle(item: Pending, outcome: PutOutcome): void {
    if (item.settled) return
    item.settled = true
    this.#items.delete(item)
    this.#budget.give(item.bytes + OVERHEAD_BYTES)
    const code = 'error' in outcome ? outcome.error.code : 'ok'
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1)
    item.settle(outcome)
    this.#admit()
  }

  /** Gives up the records whose time is over, but for those on their way; returns when the next one's is. */
  expire(): number {
    const now = this.#timing.now()
    for (const item of this.#items) {
      if (item.deadline > now) return item.deadline
      if (!item.inFlight) this.settle(item, item.failure(expired(item)))
    }
    return Number.POSITIVE_INFINITY
  }

  /** Tells the outcomes since the last report. */
  report(): void {
    if (this.#counts.size === 0) return
    const counts = this.#counts
    this.#counts = new Map()
    this.#events.recordsSettled(counts)
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (!this.reserve(next.bytes)) return
      this.#budget.give(next.bytes + OVERHEAD_BYTES)
      this.#waiting.shift()
      next.resolve()
    }
  }
}

function expired({ lastError }: Pending) {
  return kinesisError(
    'KINESIS_EXPIRED',
    lastError
      ? `The record was not stored within its time to live; the last reason: ${lastError.message}`
      : 'The record could not be sent within its time to live: too much waits for its shard.',
    { cause: lastError, facts: { last: lastError?.code ?? null } },
  )
}
