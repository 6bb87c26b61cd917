import type { GroupHandler, RecordBatch, TopicPartition } from '@pinpipe/kafka'
import { ProducerError } from './errors.ts'
import type { RelayEvents } from './events.ts'
import { Flow, type Valve } from './flow.ts'
import { PartitionRelay, type RelayParts } from './partition.ts'
import type { PartitionParts } from './partition-parts.ts'

/** The part of the group consumer that the relay drives. */
export interface Intake extends Valve {
  /** Rejects when the group has not taken the offsets; they are offered again. */
  commit(offsets: readonly (TopicPartition & { readonly offset: number })[]): Promise<void>
}

/** What the relay is made of. */
export interface RelayOptions {
  readonly intake: Intake
  /** By the partition's topic; undefined where no route names it. */
  partsOf(topic: string): PartitionParts | undefined
  readonly memoryBytes: number
  readonly events: RelayEvents
  /** Monotonic, ms. */
  now(): number
}

/**
 * Consume → to entry → put → commit the frontier. Nothing here waits for Kinesis: batches are taken in,
 * puts run beside, and partitions are paused when too much waits.
 */
export class Relay implements GroupHandler {
  readonly #options: RelayOptions
  readonly #flow: Flow
  #partitions = new Map<string, PartitionRelay>()
  #committed = new Map<string, number>()
  #epoch = new AbortController()
  #committing: Promise<void> | undefined
  #draining = false
  #held = 0
  #progress = Promise.withResolvers<void>()
  #planned = false

  constructor(options: RelayOptions) {
    this.#options = options
    this.#flow = new Flow(options.memoryBytes, options.intake)
  }

  /** Milliseconds that the oldest record which is not done has waited; 0 when none waits. */
  get oldestAgeMs(): number {
    const now = this.#options.now()
    return Math.max(0, ...this.#all.map(({ oldestTakenAt = now }) => now - oldestTakenAt))
  }

  get #all(): PartitionRelay[] {
    return [...this.#partitions.values()]
  }

  /**
   * A new generation of the group: every position is back at its committed offset, so what was on its
   * way counts no more, though Kinesis may store it beside its second delivery.
   */
  assigned(partitions: readonly TopicPartition[]): void {
    this.#epoch.abort()
    this.#epoch = new AbortController()
    this.#partitions.clear()
    this.#committed.clear()
    this.#flow.reset()
    for (const at of partitions) this.#open(at)
    this.#options.events.assigned(partitions)
  }

  /** Takes a batch of an assigned partition; returns at once. */
  batch(batch: RecordBatch): void {
    if (this.#draining) return
    this.#partitions.get(nameOf(batch))?.accept(batch)
    this.#flow.balance(this.#all, this.#held)
  }

  /** Called by a timer: gauges, and the commit. */
  tick(): void {
    this.#options.events.observed(this.#all, { heldBytes: this.#held, ageMs: this.oldestAgeMs })
    void this.commit()
  }

  /** Offers every frontier that has moved; one commit at a time. Never rejects. */
  commit(): Promise<void> {
    this.#committing ??= this.#commitMoved().finally(() => {
      this.#committing = undefined
    })
    return this.#committing
  }

  /**
   * Takes nothing more in, lets `close` finish the puts, waits for the dead letters, and commits.
   * @param close gives every put its outcome
   * @param late resolves when the time is up
   * @throws {ProducerError} DRAIN_INCOMPLETE when records are left; the next start puts them
   */
  async drain(close: () => Promise<void>, late: Promise<void>): Promise<void> {
    this.#draining = true
    for (const { at } of this.#all) this.#options.intake.pause(at)
    await close()
    await this.#untilNothingHeld(late)
    await this.#committing
    await this.commit()
    const left = this.#all.reduce((sum, { waiting }) => sum + waiting, 0)
    if (left > 0)
      throw new ProducerError(
        'DRAIN_INCOMPLETE',
        `${left} records were not stored in time; their offsets are not committed, so the next start puts them.`,
        { facts: { left } },
      )
  }

  async #untilNothingHeld(late: Promise<void>): Promise<void> {
    let isLate = false
    const up = late.then(() => {
      isLate = true
    })
    while (this.#held > 0 && !isLate) await Promise.race([this.#progress.promise, up])
  }

  #open(at: TopicPartition): void {
    const { events, partsOf, now } = this.#options
    const parts = partsOf(at.topic)
    if (!parts) return
    const own: Omit<RelayParts, keyof PartitionParts> = {
      now,
      onHeld: (bytes) => {
        this.#held += bytes
      },
      onProgress: () => this.#planBalance(),
      onBatch: events.consumed,
    }
    const relay = new PartitionRelay(at, { ...parts, ...own }, this.#epoch.signal)
    this.#partitions.set(nameOf(at), relay)
  }

  /** The epoch guard: a frontier of an earlier generation is not noted as committed. */
  async #commitMoved(): Promise<void> {
    const { signal } = this.#epoch
    const { intake, events } = this.#options
    const moved = this.#all.flatMap(({ at: { topic, partition }, frontier: offset }) =>
      offset !== undefined && offset !== this.#committed.get(nameOf({ topic, partition }))
        ? [{ topic, partition, offset }]
        : [],
    )
    if (moved.length === 0) return
    try {
      await intake.commit(moved)
      if (signal.aborted) return
      for (const { offset, ...at } of moved) this.#committed.set(nameOf(at), offset)
      events.committed()
    } catch (error) {
      events.commitFailed(error)
    }
  }

  /** Many records are done in one turn; they are balanced once. */
  #planBalance(): void {
    if (this.#planned) return
    this.#planned = true
    setImmediate(() => {
      this.#planned = false
      if (this.#flow.isHolding && !this.#draining) this.#flow.balance(this.#all, this.#held)
      this.#progress.resolve()
      this.#progress = Promise.withResolvers()
    })
  }
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`
