import type { Timing } from '@pinpipe/delivery'

/** A clock that jumps to the end of each sleep, so that a test takes no time. */
export class FakeTiming implements Timing {
  #now = 0
  readonly sleeps: number[] = []

  now(): number {
    return this.#now
  }

  /** The upper end of each jitter. */
  random(): number {
    return 0.999999
  }

  advance(ms: number): void {
    this.#now += ms
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    this.sleeps.push(ms)
    this.#now += ms
  }
}
