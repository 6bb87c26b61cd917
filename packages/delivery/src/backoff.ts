/** How waits grow: the n-th retry (from 0) waits between 0 and min(capMs, baseMs * 2^n) milliseconds. */
export interface Backoff {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Full jitter: a wait drawn evenly below the exponential bound, so that clients that failed together
 * do not come back together.
 * @param random a draw from [0, 1)
 */
export function fullJitter(
  retry: number,
  { baseMs, capMs }: Backoff,
  random: () => number,
): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.min(retry, 30)))
}
