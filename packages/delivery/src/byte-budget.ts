/** Bounds the bytes that are held at a time; the caller turns away what does not fit. */
export class ByteBudget {
  readonly limit: number
  #used = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** Bytes taken and not yet given back. */
  get used(): number {
    return this.#used
  }

  /** Takes `bytes` if they fit; anything fits into an empty budget, so that nothing is refused for ever. */
  take(bytes: number): boolean {
    if (this.#used > 0 && this.#used + bytes > this.limit) return false
    this.#used += bytes
    return true
  }

  /** Counts `bytes` that are held already, whether they fit or not. */
  hold(bytes: number): void {
    this.#used += bytes
  }

  /** Gives back what `take` took, or `hold` counted. */
  give(bytes: number): void {
    this.#used -= bytes
  }
}
