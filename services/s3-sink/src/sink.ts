import type { GroupHandler, RecordBatch, TopicPartition } from '@pinpipe/kafka'
import type { SinkEvents } from './events.ts'
import { createFlow, type FlowLimits } from './flow.ts'
import { PartitionWriter, type WriterParts } from './partition.ts'

/** The part of the group consumer that the sink drives. */
export interface Intake {
  pause(at: TopicPartition): void
  resume(at: TopicPartition): void
  /** Rejects when the group has not taken the offsets; they are offered again. */
  commit(offsets: readonly (TopicPartition & { readonly offset: number })[]): Promise<void>
}

/** What the sink is made of. */
export interface SinkParts {
  readonly intake: Intake
  readonly writer: Omit<WriterParts, 'onProgress' | 'onFailure'>
  readonly flow: FlowLimits
  readonly events: SinkEvents
  /** Wall clock, epoch ms. */
  now(): number
}

/** Least time between two commits: a later commit costs a replay nothing but refused puts. */
const COMMIT_INTERVAL_MS = 1_000

/**
 * Consume → route to the open file of the partition → rotate → encode → put (create only) → commit the
 * frontier. Nothing here waits for the bucket: batches are taken in, puts run beside, and partitions
 * are paused when too much waits.
 */
export class Sink implements GroupHandler {
  readonly #parts: SinkParts
  readonly #failed = Promise.withResolvers<never>()
  #writers = new Map<string, PartitionWriter>()
  #committed = new Map<string, number>()
  #epoch = new AbortController()
  #committing: Promise<void> | undefined
  #lastCommit = 0
  #draining = false
  #progress = Promise.withResolvers<void>()
  readonly #flow: ReturnType<typeof createFlow>

  constructor(parts: SinkParts) {
    this.#parts = parts
    this.#flow = createFlow(parts.flow, parts.intake)
  }

  /** Rejects when a record or an object makes it impossible to go on. */
  get failed(): Promise<never> {
    return this.#failed.promise
  }

  /**
   * A new generation of the group: whatever was open is thrown away, for every position is back at its
   * committed offset. Puts under way may still land; their objects are met again and settled.
   */
  assigned(partitions: readonly TopicPartition[]): void {
    this.#epoch.abort()
    this.#epoch = new AbortController()
    this.#writers.clear()
    this.#committed.clear()
    this.#flow.reset()
    const parts: WriterParts = {
      ...this.#parts.writer,
      onProgress: () => this.#progressed(),
      onFailure: (error) => this.#failed.reject(error),
    }
    for (const at of partitions)
      this.#writers.set(nameOf(at), new PartitionWriter(at, parts, this.#epoch.signal))
    this.#parts.events.assigned(partitions)
    this.#progressed()
  }

  /** Takes a batch of an assigned partition; returns at once. */
  batch(batch: RecordBatch): void {
    if (this.#draining) return
    this.#writers.get(nameOf(batch))?.accept(batch)
    this.#parts.events.consumed(batch)
    this.#flow.balance([...this.#writers.values()])
  }

  /** Called by a timer: scheduled rotation, gauges, and the commit when it is time. */
  tick(): void {
    const now = this.#parts.now()
    for (const writer of this.#writers.values()) writer.rotateDue(now)
    if (now - this.#lastCommit < COMMIT_INTERVAL_MS) return
    this.#lastCommit = now
    this.#parts.events.observed([...this.#writers.values()], now)
    void this.commit()
  }

  /** Offers every frontier that has moved; one commit at a time. Never rejects. */
  commit(): Promise<void> {
    this.#committing ??= this.#commitMoved().finally(() => {
      this.#committing = undefined
    })
    return this.#committing
  }

  /** Takes nothing more in, closes and puts every file, and commits. */
  async drain(): Promise<void> {
    this.#draining = true
    for (const { at } of this.#writers.values()) this.#parts.intake.pause(at)
    for (const writer of this.#writers.values()) writer.rotate('shutdown')
    while (![...this.#writers.values()].every(({ isIdle }) => isIdle)) await this.#progress.promise
    await this.#committing
    await this.commit()
  }

  /** The epoch guard: a frontier of an earlier generation is not committed, nor noted as committed. */
  async #commitMoved(): Promise<void> {
    const { signal } = this.#epoch
    const moved = [...this.#writers.values()].flatMap(({ at, frontier }) =>
      frontier !== undefined && frontier !== this.#committed.get(nameOf(at))
        ? [{ topic: at.topic, partition: at.partition, offset: frontier }]
        : [],
    )
    if (moved.length === 0) return
    try {
      await this.#parts.intake.commit(moved)
      if (signal.aborted) return
      for (const { offset, ...at } of moved) this.#committed.set(nameOf(at), offset)
      this.#parts.events.committed()
    } catch (error) {
      this.#parts.events.commitFailed(error)
    }
  }

  #progressed(): void {
    this.#flow.balance([...this.#writers.values()])
    this.#progress.resolve()
    this.#progress = Promise.withResolvers()
  }
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`
