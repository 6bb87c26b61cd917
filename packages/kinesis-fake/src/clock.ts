/** Epoch milliseconds. */
export interface Clock {
  now(): number
}

/** The machine's time, which no correction of its clock moves back. */
export const systemClock: Clock = { now: () => performance.timeOrigin + performance.now() }

/** A clock that moves only when a test moves it. */
export class SettableClock implements Clock {
  #nowMs: number

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  advance(ms: number): void {
    this.#nowMs += ms
  }
}

/** Whole milliseconds of `clock`; while it is set back they stand still. */
export function neverBack(clock: Clock): () => number {
  let latest = Number.NEGATIVE_INFINITY
  return () => {
    latest = Math.max(latest, Math.floor(clock.now()))
    return latest
  }
}
