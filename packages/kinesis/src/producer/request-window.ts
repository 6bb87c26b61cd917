/**
 * How many requests may be on their way: half as many after one without an answer, one more after each
 * that had one. As TCP's congestion window (RFC 5681), and for the same reason: a service that answers
 * too late is given ever more to do by those who ask again, and then answers nobody in time.
 */
export class RequestWindow {
  readonly #most: number
  #size: number

  /** @param most its size while every request is answered */
  constructor(most: number) {
    this.#most = most
    this.#size = most
  }

  get size(): number {
    return this.#size
  }

  answered(): void {
    this.#size = Math.min(this.#most, this.#size + 1)
  }

  unanswered(): void {
    this.#size = Math.max(1, Math.floor(this.#size / 2))
  }
}
