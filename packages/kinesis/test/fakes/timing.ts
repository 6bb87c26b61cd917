import type { Timing } from '@pinpipe/delivery'

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** A clock that stands still until nothing else happens, then jumps to the end of the next sleep. */
export class FakeTiming implements Timing {
  #now = 0
  #sleepers: Sleeper[] = []
  now(): number {
    return this.#now
  }

  /** The middle of each jitter. */
  random(): number {
    return 0.5
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { at: this.#now + ms, wake: resolve }
      const abort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        reject(signal?.reason)
      }
      if (signal?.aborted) return abort()
      signal?.addEventListener('abort', abort, { once: true })
      this.#sleepers.push(sleeper)
    })
  }

  /** Lets time pass until `work` is done. */
  async until<T>(work: Promise<T>): Promise<T> {
    let done = false
    const end = () => {
      done = true
    }
    work.then(end, end)
    for (;;) {
      await settled()
      if (done) return work
      this.#wakeNext(Number.POSITIVE_INFINITY)
    }
  }

  /** Lets `ms` pass. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    await settled()
    while (this.#sleepers.some(({ at }) => at <= end)) {
      this.#wakeNext(end)
      await settled()
    }
    this.#now = end
  }

  #wakeNext(end: number): void {
    const next = this.#sleepers.reduce<Sleeper | undefined>(
      (first, other) => (first && first.at <= other.at ? first : other),
      undefined,
    )
    if (!next || next.at > end)
      throw new Error('Nothing sleeps, and what is waited for is not done')
    this.#sleepers = this.#sleepers.filter((other) => other !== next)
    this.#now = Math.max(this.#now, next.at)
    next.wake()
  }
}

/** Waits until what can happen without time passing has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
}
