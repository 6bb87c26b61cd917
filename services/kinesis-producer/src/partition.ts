import type { ConsumedRecord, RecordBatch, TopicPartition } from '@pinpipe/kafka'
import type { KinesisError, KinesisErrorCode, PutOutcome, UserRecord } from '@pinpipe/kinesis'
import { Frontier } from './frontier.ts'
import type { ChosenKey, KeySource } from './partition-key.ts'
import { heldBytes, type OwnedRecord, own } from './record.ts'

/** What a partition's relay works with; all of it is shared by the partitions. */
export interface RelayParts {
  chooseKey(record: KeySource): ChosenKey
  /** One outcome per record, in any order; the order of each partition key is kept. */
  put(record: UserRecord): Promise<PutOutcome>
  /** Resolves when the dead letter is acknowledged; rejects once `signal` aborts. */
  deadLetter(
    at: TopicPartition,
    record: OwnedRecord,
    error: KinesisError,
    signal: AbortSignal,
  ): Promise<void>
  /** Bytes were taken, or given back (negative). */
  onHeld(bytes: number): void
  /** A record is done. */
  onProgress(): void
  onBatch(at: TopicPartition, counts: BatchCounts): void
  now(): number
}

/** What became of a batch's records on the way in. */
export interface BatchCounts {
  readonly records: number
  /** Null values, which Kinesis has no notion of: skipped. */
  nulls: number
  /** Records whose rule found no key. */
  fallbacks: number
}

/** What Kinesis never takes, whoever sends it. */
const REFUSALS: ReadonlySet<KinesisErrorCode> = new Set([
  'KINESIS_RECORD_TOO_LARGE',
  'KINESIS_KEY_INVALID',
  'KINESIS_INVALID',
])
/** After these another put would have the same outcome. */
const LAST: ReadonlySet<KinesisErrorCode> = new Set([...REFUSALS, 'KINESIS_CLOSED'])

/** Relays one assigned partition for as long as `signal` is not aborted. */
export class PartitionRelay {
  readonly at: TopicPartition
  readonly #parts: RelayParts
  readonly #signal: AbortSignal
  readonly #frontier = new Frontier()
  #bytes = 0

  constructor(at: TopicPartition, parts: RelayParts, signal: AbortSignal) {
    this.at = at
    this.#parts = parts
    this.#signal = signal
  }

  /** The offset that may be committed; undefined before the first batch. */
  get frontier(): number | undefined {
    return this.#frontier.offset
  }

  /** Bytes of records that are not done. */
  get bytes(): number {
    return this.#bytes
  }

  /** Records that are not done. */
  get waiting(): number {
    return this.#frontier.waiting
  }

  /** When the oldest record that is not done was taken, by `now`. */
  get oldestTakenAt(): number | undefined {
    return this.#frontier.oldestTakenAt
  }

  /** Takes the records in; what is below the last offset seen was delivered before and is passed over. */
  accept({ records, next }: RecordBatch): void {
    const counts: BatchCounts = { records: records.length, nulls: 0, fallbacks: 0 }
    for (const record of records)
      if (record.offset >= (this.#frontier.next ?? 0)) this.#take(record, counts)
    this.#frontier.pass(next)
    this.#parts.onBatch(this.at, counts)
  }

  #take(record: ConsumedRecord, counts: BatchCounts): void {
    if (record.value === null) {
      counts.nulls += 1
      this.#frontier.pass(record.offset + 1)
      return
    }
    const owned = own(record, record.value)
    const { partitionKey, fallback } = this.#parts.chooseKey(owned)
    if (fallback) counts.fallbacks += 1
    this.#frontier.take(record.offset, this.#parts.now())
    this.#hold(heldBytes(owned))
    void this.#relay(owned, { data: owned.value, partitionKey })
  }

  async #relay(record: OwnedRecord, entry: UserRecord): Promise<void> {
    if (await this.#isDone(record, await this.#put(entry))) this.#frontier.done(record.offset)
    this.#hold(-heldBytes(record))
    this.#parts.onProgress()
  }

  /** Puts again after an outcome that decides nothing, until the producer or the generation ends. */
  async #put(entry: UserRecord): Promise<PutOutcome> {
    for (;;) {
      const outcome = await this.#parts.put(entry)
      if (!('error' in outcome) || this.#signal.aborted || LAST.has(outcome.error.code))
        return outcome
    }
  }

  /** What is not done keeps holding the frontier, so that it is delivered once more. */
  async #isDone(record: OwnedRecord, outcome: PutOutcome): Promise<boolean> {
    if (!('error' in outcome)) return true
    if (!REFUSALS.has(outcome.error.code) || this.#signal.aborted) return false
    return this.#parts.deadLetter(this.at, record, outcome.error, this.#signal).then(
      () => true,
      () => false,
    )
  }

  #hold(bytes: number): void {
    this.#bytes += bytes
    this.#parts.onHeld(bytes)
  }
}
