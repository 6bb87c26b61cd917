import type { Timing } from '@pinpipe/delivery'
import { deaggregate } from '@pinpipe/kinesis-fake'
import type { UserRecord } from '../../src/aggregation/format.ts'
import { type KinesisErrorCode, kinesisError, recordError } from '../../src/errors.ts'
import { hashKey, MAX_HASH_KEY } from '../../src/hash-key.ts'
import type { KinesisStream, PutEntry, PutResult, Shard } from '../../src/stream.ts'

/** What becomes of a request: stored without an answer, or refused as a whole. */
export type RequestFault = 'no answer' | KinesisErrorCode

interface FakeShard extends Shard {
  open: boolean
  readonly stored: PutEntry[]
}

/**
 * A stream in memory. It stores the records of a request in reverse, since PutRecords promises no order
 * within one, and lists one shard a page.
 */
export class FakeStream implements KinesisStream {
  readonly shards: FakeShard[] = []
  /** Every request that came, as its entries. */
  readonly requests: (readonly PutEntry[])[] = []
  /** For the next requests, one each. */
  readonly faults: (RequestFault | undefined)[] = []
  /** For the next reads of the shards, one each. */
  readonly listFaults: (KinesisErrorCode | undefined)[] = []
  lists = 0
  /** Shards that refuse every record. */
  readonly throttled = new Set<string>()
  /** Says by what error a record is refused. */
  refuse: (entry: PutEntry) => string | undefined = () => undefined
  /** Says which record makes a whole request malformed. */
  malformed: (entry: PutEntry) => boolean = () => false
  /** Milliseconds to an answer. */
  latencyMs = 10
  /** A service that works off one request after the other, and a client that waits only so long. */
  backlog: { readonly msPerRecord: number; readonly timeoutMs: number } | undefined
  /** Keys that two requests held at a time; an ordered producer leaves it empty. */
  readonly overlaps = new Set<string>()
  readonly #timing: Timing
  readonly #held = new Map<string, number>()
  #sequence = 0
  #busyUntil = 0

  constructor(timing: Timing, shardCount = 1) {
    this.#timing = timing
    this.recreate(shardCount)
  }

  /** Deletes the stream and makes it again: shards are numbered from 0 once more. */
  recreate(shardCount: number): void {
    this.shards.length = 0
    const step = (MAX_HASH_KEY + 1n) / BigInt(shardCount)
    for (let i = 0; i < shardCount; i++) {
      const last = i === shardCount - 1
      this.#open(step * BigInt(i), last ? MAX_HASH_KEY : step * BigInt(i + 1) - 1n)
    }
  }

  async putRecords(entries: readonly PutEntry[]): Promise<readonly PutResult[]> {
    this.requests.push(entries)
    const fault = this.faults.shift()
    const keys = entries.flatMap(keysOf)
    for (const key of keys) this.#hold(key)
    await this.#work(entries)
    for (const key of keys) this.#held.set(key, (this.#held.get(key) ?? 1) - 1)
    if (fault && fault !== 'no answer') throw kinesisError(fault, 'refused')
    if (entries.some(this.malformed)) throw kinesisError('KINESIS_INVALID', 'malformed')
    const results = entries.toReversed().map((entry) => this.#store(entry))
    if (fault) throw kinesisError('KINESIS_OUTCOME_UNKNOWN', 'no answer')
    return results.toReversed()
  }

  async listShards(token = '0') {
    this.lists += 1
    const fault = this.listFaults.shift()
    if (fault) throw kinesisError(fault, 'refused')
    const at = Number(token)
    const next = at + 1 < this.shards.length ? { next: String(at + 1) } : {}
    return { shards: [{ ...(this.shards[at] as FakeShard) }], ...next }
  }

  split(shardId: string): void {
    const parent = this.#close(shardId)
    const middle = (parent.from + parent.to) / 2n
    this.#open(parent.from, middle)
    this.#open(middle + 1n, parent.to)
  }

  merge(lower: string, upper: string): void {
    this.#open(this.#close(lower).from, this.#close(upper).to)
  }

  /** What a reader gets, shard by shard in order: aggregates unpacked, without what is astray in them. */
  read(): { shardId: string; key: string; text: string }[] {
    return this.shards.flatMap(({ shardId, from, to, stored }) =>
      stored
        .flatMap((entry) => deaggregate(Buffer.from(entry.data)) ?? [entry])
        .filter((record) => hashOf(record) >= from && hashOf(record) <= to)
        .map(({ partitionKey: key, data }) => ({
          shardId,
          key,
          text: Buffer.from(data).toString(),
        })),
    )
  }

  #store(entry: PutEntry): PutResult {
    const hash = hashOf(entry)
    const shard = this.shards.find(({ open, from, to }) => open && hash >= from && hash <= to)
    if (!shard) throw new Error('The shards do not take all hashes')
    const type = this.throttled.has(shard.shardId)
      ? 'ProvisionedThroughputExceededException'
      : this.refuse(entry)
    if (type) return { error: recordError(type, 'refused') }
    shard.stored.push(entry)
    return { shardId: shard.shardId, sequenceNumber: String(++this.#sequence) }
  }

  async #work(entries: readonly PutEntry[]): Promise<void> {
    if (!this.backlog) return this.#timing.sleep(this.latencyMs)
    const { msPerRecord, timeoutMs } = this.backlog
    const now = this.#timing.now()
    this.#busyUntil = Math.max(this.#busyUntil, now) + entries.length * msPerRecord
    const waitMs = this.#busyUntil - now
    await this.#timing.sleep(Math.min(waitMs, timeoutMs))
    if (waitMs > timeoutMs) throw kinesisError('KINESIS_OUTCOME_UNKNOWN', 'too late')
  }

  #hold(key: string): void {
    const held = this.#held.get(key) ?? 0
    if (held > 0) this.overlaps.add(key)
    this.#held.set(key, held + 1)
  }

  #open(from: bigint, to: bigint): void {
    const shardId = `shardId-${String(this.shards.length).padStart(12, '0')}`
    this.shards.push({ shardId, from, to, open: true, stored: [] })
  }

  #close(shardId: string): FakeShard {
    const shard = this.shards.find((other) => other.shardId === shardId)
    if (!shard) throw new Error(`No shard ${shardId}`)
    shard.open = false
    return shard
  }
}

/** Keys of an entry: once for each Kinesis record, however many records of a key are in an aggregate. */
function keysOf(entry: PutEntry): string[] {
  const records = deaggregate(Buffer.from(entry.data)) ?? [entry]
  return [...new Set(records.map(({ partitionKey }) => partitionKey))]
}

function hashOf({ partitionKey, explicitHashKey }: UserRecord): bigint {
  return explicitHashKey === undefined ? hashKey(partitionKey) : BigInt(explicitHashKey)
}
