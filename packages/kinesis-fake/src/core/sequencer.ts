const PREFIX = '49'
const MS_DIGITS = 18
const COUNT_DIGITS = 24
const SHARD_DIGITS = 12

/**
 * Gives sequence numbers: decimal, 56 digits as the service's, so that they compare as texts too. Each is greater
 * than all before, in every shard and stream, also in one that was deleted and made again. The digits tell
 * the time, a count and the shard.
 */
export class Sequencer {
  #count = 0
  #last = ''

  /** The next number at `nowMs` (epoch, never back) for the shard with this ordinal. */
  next(nowMs: number, shard: number): string {
    const ms = String(nowMs).padStart(MS_DIGITS, '0')
    const count = String(++this.#count).padStart(COUNT_DIGITS, '0')
    this.#last = PREFIX + ms + count + String(shard).padStart(SHARD_DIGITS, '0')
    return this.#last
  }

  /** The greatest number given so far. */
  get last(): string {
    return this.#last
  }
}

/** Whether `text` ends as the numbers given to this shard do. */
export function isOfShard(text: string, shard: number): boolean {
  return text.endsWith(String(shard).padStart(SHARD_DIGITS, '0'))
}
