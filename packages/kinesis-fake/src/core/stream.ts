import { evenRanges, type HashRange } from './hash-range.ts'
import type { Sequencer } from './sequencer.ts'
import { Shard, type ShardLimits } from './shard.ts'

/** As the API names them. */
export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING'

/** What makes a stream. */
export interface StreamSpec {
  readonly name: string
  readonly shardCount: number
  /** The most that a record's data and key may have, in bytes. */
  readonly maxRecordBytes: number
}

/** What a stream takes from its service. */
export interface StreamSetting {
  readonly sequencer: Sequencer
  readonly limits: ShardLimits
  /** Milliseconds that a stream stays CREATING, UPDATING or DELETING. */
  readonly statusDelayMs: number
}

export const RETENTION_HOURS = 24
const RETENTION_MS = RETENTION_HOURS * 3_600_000

/** A stream: shards that cover all hash keys once, and the closed ones they came from. */
export class Stream {
  readonly spec: StreamSpec
  readonly createdAt: number
  readonly #setting: StreamSetting
  #shards: Shard[] = []
  #open: Shard[] = []
  #made = 0
  #change: { status: StreamStatus; until: number }

  constructor(spec: StreamSpec, setting: StreamSetting, nowMs: number) {
    this.spec = spec
    this.createdAt = nowMs
    this.#setting = setting
    this.#change = { status: 'CREATING', until: nowMs + setting.statusDelayMs }
    this.#add(evenRanges(spec.shardCount), [], nowMs)
  }

  get name(): string {
    return this.spec.name
  }

  status(nowMs: number): StreamStatus {
    return nowMs < this.#change.until ? this.#change.status : 'ACTIVE'
  }

  /** Begins a change; it counts as over after the setting's delay. */
  begin(status: StreamStatus, nowMs: number): void {
    this.#change = { status, until: nowMs + this.#setting.statusDelayMs }
  }

  /** Whether a deletion that was begun is over. */
  isGone(nowMs: number): boolean {
    return this.#change.status === 'DELETING' && nowMs >= this.#change.until
  }

  /** Shards that may hold a record, in the order they were made; what is past its retention goes first. */
  shards(nowMs: number): readonly Shard[] {
    const horizon = this.trimHorizon(nowMs)
    if (this.#shards.some(({ closed }) => closed !== undefined && closed.at < horizon))
      this.#shards = this.#shards.filter(({ closed }) => !closed || closed.at >= horizon)
    for (const { log } of this.#shards) log.trim(horizon)
    return this.#shards
  }

  /** Shards that take records, by hash key. */
  get open(): readonly Shard[] {
    return this.#open
  }

  /** Epoch milliseconds before which records are dropped. */
  trimHorizon(nowMs: number): number {
    return nowMs - RETENTION_MS
  }

  /** The open shard that a hash key belongs to. */
  route(hashKey: bigint): Shard {
    let low = 0
    let high = this.#open.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#open[middle] as Shard).range.end < hashKey) low = middle + 1
      else high = middle
    }
    return this.#open[low] as Shard
  }

  /** Closes open shards and opens one child for each of `ranges`, which cover the same hash keys. */
  replace(parents: readonly Shard[], ranges: readonly HashRange[], nowMs: number): void {
    for (const parent of parents) parent.close(nowMs)
    this.#open = this.#open.filter((shard) => !parents.includes(shard))
    this.#add(
      ranges,
      parents.map(({ id }) => id),
      nowMs,
    )
  }

  #add(ranges: readonly HashRange[], parents: readonly string[], nowMs: number): void {
    const { sequencer, limits } = this.#setting
    for (const range of ranges) {
      const shard = new Shard({ ordinal: this.#made++, range, parents, limits }, sequencer, nowMs)
      this.#shards.push(shard)
      this.#open.push(shard)
    }
    this.#open.sort((a, b) => (a.range.start < b.range.start ? -1 : 1))
  }
}
