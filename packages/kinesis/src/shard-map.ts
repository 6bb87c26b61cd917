import { type Timing, withRetry } from '@pinpipe/delivery'
import { translateKinesisError } from './errors.ts'
import type { KinesisStream, Shard } from './stream.ts'

/** The open shards of a stream at one time. */
export class ShardTable {
  /** Open shards, by rising hashes. */
  readonly shards: readonly Shard[]
  readonly #byId: ReadonlyMap<string, Shard>

  /** @param shards in any order; closed ones are left out */
  constructor(shards: readonly Shard[]) {
    this.shards = shards
      .filter(({ open }) => open)
      .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))
    this.#byId = new Map(this.shards.map((shard) => [shard.shardId, shard]))
  }

  get(shardId: string): Shard | undefined {
    return this.#byId.get(shardId)
  }

  /** The shard that takes `hash`; undefined where the list was read in the middle of a reshard. */
  find(hash: bigint): Shard | undefined {
    let low = 0
    let high = this.shards.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const shard = this.shards[middle] as Shard
      if (hash < shard.from) high = middle - 1
      else if (hash > shard.to) low = middle + 1
      else return shard
    }
    return undefined
  }
}

/** How often and how long the shards are asked for. */
export interface ShardReaderOptions {
  /** Least milliseconds between two reads; ListShards takes 100 calls/s of all readers of a stream. */
  readonly minIntervalMs: number
  /** Milliseconds for which a read is tried again. */
  readonly retryForMs: number
}

const BACKOFF = { baseMs: 100, capMs: 5_000 }

/** Reads a stream's shards, at most once per interval; one read at a time is its caller's part. */
export class ShardReader {
  readonly #stream: KinesisStream
  readonly #timing: Timing
  readonly #options: ShardReaderOptions
  readonly #signal: AbortSignal
  #notBefore = Number.NEGATIVE_INFINITY

  /** @param signal ends waits for good */
  constructor(
    stream: KinesisStream,
    timing: Timing,
    options: ShardReaderOptions,
    signal: AbortSignal,
  ) {
    this.#stream = stream
    this.#timing = timing
    this.#options = options
    this.#signal = signal
  }

  /**
   * Waits for its time and reads all pages.
   * @throws {KinesisError} that cannot be tried again, or the last one when the time for that is up;
   *   or the signal's reason.
   */
  async read(): Promise<ShardTable> {
    const { minIntervalMs, retryForMs } = this.#options
    const waitMs = this.#notBefore - this.#timing.now()
    if (waitMs > 0) await this.#timing.sleep(waitMs, this.#signal)
    try {
      return await withRetry(() => this.#list(), {
        policy: { ...BACKOFF, forMs: retryForMs },
        decide: (error) => ({ retry: translateKinesisError(error).retriable }),
        timing: this.#timing,
        signal: this.#signal,
      })
    } finally {
      this.#notBefore = this.#timing.now() + minIntervalMs
    }
  }

  async #list(): Promise<ShardTable> {
    const shards: Shard[] = []
    let token: string | undefined
    do {
      const page = await this.#stream.listShards(token)
      shards.push(...page.shards)
      token = page.next
    } while (token !== undefined)
    return new ShardTable(shards)
  }
}
