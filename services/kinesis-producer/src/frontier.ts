/**
 * What of a partition is done, while records are done in any order: everything below `offset` is stored,
 * has its dead letter, or was skipped on purpose.
 */
export class Frontier {
  /** Offset → when it was taken, in the order of the offsets. */
  readonly #waiting = new Map<number, number>()
  #next: number | undefined

  /** The offset that may be committed; undefined before anything was taken. */
  get offset(): number | undefined {
    const oldest = this.#waiting.keys().next()
    return oldest.done ? this.#next : oldest.value
  }

  /** The offset after the last one taken or passed; undefined before. */
  get next(): number | undefined {
    return this.#next
  }

  /** Records that are not done. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** When the record that holds the frontier was taken; undefined when nothing waits. */
  get oldestTakenAt(): number | undefined {
    return this.#waiting.values().next().value
  }

  /** Takes a record, which waits until `done`. @param offset above all before */
  take(offset: number, now: number): void {
    this.#waiting.set(offset, now)
    this.#next = offset + 1
  }

  /** A record that was taken is done. */
  done(offset: number): void {
    this.#waiting.delete(offset)
  }

  /** There is nothing to wait for between what was taken and `next`. */
  pass(next: number): void {
    this.#next = Math.max(next, this.#next ?? 0)
  }
}
