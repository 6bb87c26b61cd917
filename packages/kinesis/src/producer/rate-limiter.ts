/** What a shard takes in a second, from the service's quotas: 1,000 records and 1 MB, keys included. */
export const SHARD_RECORDS_PER_SECOND = 1_000
export const SHARD_BYTES_PER_SECOND = 1_000_000

/** Milliseconds of unused rate that are kept for a burst. */
const BURST_MS = 250

/** Milliseconds of rate that gather before a shard is used again, so that it is not used record by record. */
const GATHER_MS = 25

/**
 * One shard's rate, as two token buckets. A record is let through while there is anything left and may
 * go into debt, so that one larger than the burst passes too.
 */
export class RateLimiter {
  readonly #recordsPerMs: number
  readonly #bytesPerMs: number
  #records: number
  #bytes: number
  #at: number
  #freeAt: number

  /** @param share of the shard's quotas that this process uses; 1 is all */
  constructor(share: number, now: number) {
    this.#recordsPerMs = (SHARD_RECORDS_PER_SECOND * share) / 1_000
    this.#bytesPerMs = (SHARD_BYTES_PER_SECOND * share) / 1_000
    this.#records = this.#recordsPerMs * BURST_MS
    this.#bytes = this.#bytesPerMs * BURST_MS
    this.#at = now
    this.#freeAt = now
  }

  /** Time from which another record may be sent. */
  get freeAt(): number {
    return this.#freeAt
  }

  /** Counts one record of `bytes`. */
  take(bytes: number, now: number): void {
    const elapsed = now - this.#at
    this.#at = now
    this.#records = refill(this.#records, this.#recordsPerMs, elapsed) - 1
    this.#bytes = refill(this.#bytes, this.#bytesPerMs, elapsed) - bytes
    if (this.#records > 0 && this.#bytes > 0) return
    const debtMs = Math.max(-this.#records / this.#recordsPerMs, -this.#bytes / this.#bytesPerMs)
    this.#freeAt = now + debtMs + GATHER_MS
  }
}

function refill(tokens: number, perMs: number, elapsedMs: number): number {
  return Math.min(perMs * BURST_MS, tokens + perMs * elapsedMs)
}
