import { type Backoff, fullJitter, type Timing } from '@pinpipe/delivery'
import type { Shard } from '../stream.ts'
import { Fifo } from './fifo.ts'
import type { Lane } from './lane.ts'
import type { Pending } from './pending.ts'
import { RateLimiter } from './rate-limiter.ts'

const BACKOFF: Backoff = { baseMs: 100, capMs: 2_000 }

/** Lanes that are ready, in the order in which they became so. */
export class ReadyLanes {
  readonly #lanes = new Fifo<Lane>()
  readonly #forget: (lane: Lane) => void
  #bytes = 0

  /** @param forget told of each lane that has no records any more */
  constructor(forget: (lane: Lane) => void) {
    this.#forget = forget
  }

  get length(): number {
    return this.#lanes.length
  }

  /** Bytes of the lanes' records. */
  get bytes(): number {
    return this.#bytes
  }

  add(lane: Lane): void {
    lane.queue = this
    this.#lanes.push(lane)
    this.#bytes += lane.bytes
  }

  /** Counts a record that was put into one of the lanes. */
  grow(bytes: number): void {
    this.#bytes += bytes
  }

  /** Takes the first lane out. */
  shift(): Lane | undefined {
    const lane = this.#lanes.shift()
    if (lane === undefined) return undefined
    this.#bytes -= lane.bytes
    lane.queue = undefined
    return lane
  }

  /** The record that is next; what has its outcome by now is dropped in front of it. */
  head(): Pending | undefined {
    for (let lane = this.#lanes.peek(); lane !== undefined; lane = this.#lanes.peek()) {
      const before = lane.bytes
      const item = lane.head()
      this.#bytes -= before - lane.bytes
      if (item !== undefined) return item
      this.shift()
      this.#forget(lane)
    }
    return undefined
  }
}

/** The lanes whose next record is for one shard, and when they may be sent. */
export class ShardQueue extends ReadyLanes {
  readonly shard: Shard
  readonly #timing: Timing
  readonly #limiter: RateLimiter
  #retries = 0
  #notBefore = Number.NEGATIVE_INFINITY

  /** @param share of the shard's quotas that this process uses */
  constructor(shard: Shard, share: number, timing: Timing, forget: (lane: Lane) => void) {
    super(forget)
    this.shard = shard
    this.#timing = timing
    this.#limiter = new RateLimiter(share, timing.now())
  }

  /** Time from which the shard may be used: its rate allows it, and a wait after failures is over. */
  get freeAt(): number {
    return Math.max(this.#limiter.freeAt, this.#notBefore)
  }

  takes({ hash }: Pending): boolean {
    return hash >= this.shard.from && hash <= this.shard.to
  }

  /** Counts one Kinesis record of `bytes` that is sent. */
  sent(bytes: number): void {
    this.#limiter.take(bytes, this.#timing.now())
  }

  /** Waits with full jitter after failures: longer each time, while none succeeds. */
  answered(succeeded: number, failed: number): void {
    if (succeeded > 0) this.#retries = 0
    if (failed === 0) return
    const waitMs = fullJitter(this.#retries, BACKOFF, () => this.#timing.random())
    this.#notBefore = Math.max(this.#notBefore, this.#timing.now() + waitMs)
    if (succeeded === 0) this.#retries += 1
  }
}
