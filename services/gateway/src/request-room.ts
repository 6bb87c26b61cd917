import type { ByteBudget } from '@pinpipe/delivery'
import { RestError } from './errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    room: RequestRoom
  }
}

/** What one request holds of the gateway's budget, until its answer has gone out. */
export class RequestRoom {
  readonly #budget: ByteBudget
  #held = 0
  #released = false

  constructor(budget: ByteBudget) {
    this.#budget = budget
  }

  /** Refuses what there is no room for now, before it comes. @throws {RestError} OVERLOADED */
  expect(bytes: number): void {
    const { used, limit } = this.#budget
    if (used > 0 && used + bytes > limit) throw new RestError('OVERLOADED')
  }

  /**
   * Holds `bytes` more.
   * @throws {RestError} OVERLOADED; BODY_TOO_LARGE where the request alone is more than the budget.
   */
  take(bytes: number): void {
    if (this.#released) return
    if (this.#held + bytes > this.#budget.limit) throw new RestError('BODY_TOO_LARGE')
    if (!this.#budget.take(bytes)) throw new RestError('OVERLOADED')
    this.#held += bytes
  }

  /** Holds what is there already, above the limit too: it turns later requests away. */
  hold(bytes: number): void {
    if (this.#released) return
    this.#budget.hold(bytes)
    this.#held += bytes
  }

  /** Gives all back. What comes later, as an answer whose client has gone, is held no more. */
  release(): void {
    this.#released = true
    this.#budget.give(this.#held)
    this.#held = 0
  }
}
