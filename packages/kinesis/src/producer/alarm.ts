import type { Timing } from '@pinpipe/delivery'

/** Calls back at the earliest of the times that it was set to. */
export class Alarm {
  readonly #timing: Timing
  readonly #ring: () => void
  #at = Number.POSITIVE_INFINITY
  #sleep = new AbortController()

  constructor(timing: Timing, ring: () => void) {
    this.#timing = timing
    this.#ring = ring
  }

  /** @param at by `Timing.now` */
  set(at: number): void {
    if (at >= this.#at) return
    this.stop()
    this.#at = at
    const { signal } = this.#sleep
    const ms = Math.max(0, Math.ceil(at - this.#timing.now()))
    this.#timing.sleep(ms, signal).then(
      () => {
        if (signal.aborted) return
        this.#at = Number.POSITIVE_INFINITY
        this.#ring()
      },
      () => {
        // Stopped: there is nothing to call back for.
      },
    )
  }

  /** Forgets the time that it was set to. */
  stop(): void {
    this.#sleep.abort()
    this.#sleep = new AbortController()
    this.#at = Number.POSITIVE_INFINITY
  }
}
