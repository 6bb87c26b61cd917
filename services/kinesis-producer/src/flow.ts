import type { TopicPartition } from '@pinpipe/kafka'

/** Pauses and resumes partitions. */
export interface Valve {
  pause(at: TopicPartition): void
  resume(at: TopicPartition): void
}

/** A partition and the bytes that it holds. */
export interface Held {
  readonly at: TopicPartition
  readonly bytes: number
}

/** One slow partition may hold this share of the memory, so that the others go on. */
const PARTITION_SHARE = 1 / 4
/** What is paused waits until this share of its limit is left. */
const RESUME_SHARE = 3 / 4

/**
 * Back-pressure by one budget of `memoryBytes`: everything is paused when it is used up, and a single
 * partition when its own share is. What was fetched before is taken all the same: up to 10 MiB more.
 */
export class Flow {
  readonly #memoryBytes: number
  readonly #valve: Valve
  readonly #paused = new Set<Held>()
  #full = false

  constructor(memoryBytes: number, valve: Valve) {
    this.#memoryBytes = memoryBytes
    this.#valve = valve
  }

  /** Whether any partition waits. */
  get isHolding(): boolean {
    return this.#paused.size > 0
  }

  /** @param total bytes held, those of an earlier generation included */
  balance(partitions: readonly Held[], total: number): void {
    this.#full = total >= this.#memoryBytes * (this.#full ? RESUME_SHARE : 1)
    for (const partition of partitions) this.#turn(partition)
  }

  /** Forgets a generation's partitions; those that are paused are resumed. */
  reset(): void {
    for (const { at } of this.#paused) this.#valve.resume(at)
    this.#paused.clear()
    this.#full = false
  }

  #turn(partition: Held): void {
    const isPaused = this.#paused.has(partition)
    const share = this.#memoryBytes * PARTITION_SHARE * (isPaused ? RESUME_SHARE : 1)
    const stop = this.#full || partition.bytes >= share
    if (stop === isPaused) return
    if (stop) this.#paused.add(partition)
    else this.#paused.delete(partition)
    if (stop) this.#valve.pause(partition.at)
    else this.#valve.resume(partition.at)
  }
}
