/**
 * A rate limit: `perSecond` tokens flow in, at most one second's worth is kept. What is spent beyond that
 * is owed: a 10 MiB answer at 2 MiB/s leaves nothing to spend for the next 5 s.
 */
export class TokenBucket {
  readonly #perSecond: number
  #tokens: number
  #filledAtMs = Number.NEGATIVE_INFINITY

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#tokens = perSecond
  }

  /** Whether `count` can be spent now; more than the bucket holds can be when it is full. */
  has(count: number, nowMs: number): boolean {
    const inflow = ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond
    this.#tokens = Math.min(this.#perSecond, this.#tokens + inflow)
    this.#filledAtMs = nowMs
    return this.#tokens >= Math.min(count, this.#perSecond)
  }

  spend(count: number): void {
    this.#tokens -= count
  }
}
