import { systemTiming, type Timing } from '@pinpipe/delivery'
import type { UserRecord } from '../aggregation/format.ts'
import { type KinesisError, kinesisError } from '../errors.ts'
import { parseHashKey } from '../hash-key.ts'
import type { KinesisStream } from '../stream.ts'
import { Dispatcher } from './dispatcher.ts'
import type { ProducerEvents } from './events.ts'
import { DEFAULT_OPTIONS, type ProducerOptions } from './options.ts'
import { Pending, type PutOutcome } from './pending.ts'
import { PendingRecords } from './pending-records.ts'

/** What the producer works with. */
export interface ProducerPorts {
  readonly stream: KinesisStream
  readonly events: ProducerEvents
  readonly timing?: Timing
}

/** Characters of a partition key, from the API's reference. */
const MAX_KEY_CHARACTERS = 256

/**
 * Puts records into one stream, batched, each with one outcome. Delivery is at least once: a record
 * whose attempt had no clear answer is sent again within its time to live, so it may be stored twice.
 */
export class KinesisProducer {
  readonly #options: ProducerOptions
  readonly #timing: Timing
  readonly #pending: PendingRecords
  readonly #dispatcher: Dispatcher
  #closed: Promise<void> | undefined

  constructor(options: Partial<ProducerOptions>, ports: ProducerPorts) {
    const { stream, events, timing = systemTiming } = ports
    this.#options = { ...DEFAULT_OPTIONS, ...options }
    this.#timing = timing
    this.#pending = new PendingRecords(this.#options.maxPendingBytes, timing, events)
    const pending = this.#pending
    this.#dispatcher = new Dispatcher(this.#options, { stream, pending, timing, events })
  }

  /** Bytes of accepted records without an outcome, with their overhead. */
  get pendingBytes(): number {
    return this.#pending.bytes
  }

  /** Accepted records without an outcome. */
  get pendingRecords(): number {
    return this.#pending.count
  }

  /**
   * Puts one record, whose data must not change until the outcome is there; never rejects. What Kinesis can never take, what does not fit into the memory
   * (`KINESIS_OVERLOADED`: wait for `room` first) and what comes after `close` fails at once.
   */
  put(record: UserRecord): Promise<PutOutcome> {
    const bytes = record.data.length + Buffer.byteLength(record.partitionKey)
    const error = this.#refusal(record, bytes)
    if (error) return Promise.resolve({ error })
    const { partitionKey, explicitHashKey } = record
    const lane = this.#dispatcher.queues.lane(partitionKey)
    const hash = explicitHashKey === undefined ? lane.hash : BigInt(explicitHashKey)
    const ttl = { from: this.#timing.now(), ms: this.#options.ttlMs }
    const item = new Pending(record, { lane, hash, bytes }, ttl)
    this.#pending.add(item)
    this.#dispatcher.add(item)
    return item.outcome
  }

  /** Resolves when a record of `bytes`, data and key, fits into the memory. */
  room(bytes: number): Promise<void> {
    return this.#pending.room(bytes)
  }

  /** Sends without waiting for more; resolves when all records accepted so far have their outcomes. */
  async flush(): Promise<void> {
    const outcomes = [...this.#pending].map(({ outcome }) => outcome)
    await this.#dispatcher.hurry(Promise.all(outcomes))
  }

  /**
   * Takes no more records and sends those that it has. What is left after `withinMs` milliseconds fails,
   * as unknown where it may have been stored.
   */
  close(withinMs: number): Promise<void> {
    this.#closed ??= this.#drain(withinMs)
    return this.#closed
  }

  async #drain(withinMs: number): Promise<void> {
    const bound = new AbortController()
    const late = this.#timing.sleep(withinMs, bound.signal).catch(() => undefined)
    await Promise.race([this.flush(), late])
    bound.abort()
    this.#dispatcher.stop()
    for (const item of this.#pending) {
      item.maybeStored ||= item.inFlight
      this.#pending.settle(item, item.failure(closed()))
    }
    this.#pending.report()
  }

  #refusal(record: UserRecord, bytes: number): KinesisError | undefined {
    if (this.#closed) return closed()
    const { maxRecordBytes, maxRequestBytes } = this.#options
    const limit = Math.min(maxRecordBytes, maxRequestBytes)
    if (bytes > limit) return tooLarge(bytes, limit)
    const error = keyRefusal(record)
    if (error) return error
    return this.#pending.reserve(bytes) ? undefined : overloaded(this.#options.maxPendingBytes)
  }
}

function keyRefusal({ partitionKey, explicitHashKey }: UserRecord): KinesisError | undefined {
  const { length } = partitionKey
  // Only beyond the limit of UTF-16 units can the characters be too many.
  if (
    length === 0 ||
    (length > MAX_KEY_CHARACTERS && [...partitionKey].length > MAX_KEY_CHARACTERS)
  )
    return kinesisError(
      'KINESIS_KEY_INVALID',
      `A partition key has 1 to ${MAX_KEY_CHARACTERS} characters, this one has ${length}.`,
      { facts: { length } },
    )
  if (explicitHashKey !== undefined && parseHashKey(explicitHashKey) === undefined)
    return kinesisError(
      'KINESIS_KEY_INVALID',
      'An explicit hash key is a decimal number from 0 to 2^128 - 1.',
    )
  return undefined
}

function tooLarge(bytes: number, limit: number): KinesisError {
  return kinesisError(
    'KINESIS_RECORD_TOO_LARGE',
    `The record has ${bytes} bytes with its key; the stream takes ${limit}.`,
    { facts: { bytes, limit } },
  )
}

function overloaded(limit: number): KinesisError {
  return kinesisError(
    'KINESIS_OVERLOADED',
    'Too much is waiting to be put: try again in a moment.',
    { facts: { limit } },
  )
}

function closed(): KinesisError {
  return kinesisError('KINESIS_CLOSED', 'The producer has been closed.')
}
