import { hashKey } from '../hash-key.ts'
import { Fifo } from './fifo.ts'
import type { Pending } from './pending.ts'
import type { ReadyLanes } from './shard-queue.ts'

/**
 * Records whose order counts: those of one partition key. A lane is in no queue while a request holds
 * records of it, so no two requests hold the same key at a time, and what failed goes back in front of
 * what came later.
 */
export class Lane {
  /** The partition key. */
  readonly key: string
  #hash: bigint | undefined
  readonly #items = new Fifo<Pending>()
  #bytes = 0
  /** A request holds records of it. */
  busy = false
  /** The queue that it is ready in. */
  queue: ReadyLanes | undefined

  constructor(key: string) {
    this.key = key
  }

  /** Of the key; computed once, since that is what a record costs most. */
  get hash(): bigint {
    this.#hash ??= hashKey(this.key)
    return this.#hash
  }

  /** Bytes of its records. */
  get bytes(): number {
    return this.#bytes
  }

  push(item: Pending): void {
    this.#items.push(item)
    this.#bytes += item.bytes
  }

  /** The first record without an outcome; those in front of it that have one are dropped. */
  head(): Pending | undefined {
    let first = this.#items.peek()
    while (first?.settled) {
      this.take()
      first = this.#items.peek()
    }
    return first
  }

  take(): Pending | undefined {
    const item = this.#items.shift()
    this.#bytes -= item?.bytes ?? 0
    return item
  }

  /** Puts a record back in front. */
  putBack(item: Pending): void {
    this.#items.unshift(item)
    this.#bytes += item.bytes
  }
}
