import type { TopicPartition } from '@pinpipe/kafka'
import type { PartitionWriter } from './partition.ts'

/** How much may be held in memory, over all partitions, before consumption waits. */
export interface FlowLimits {
  /** Memory of records that are open or wait for the bucket or the dead-letter topic. */
  readonly memoryBytes: number
}

/** Pauses and resumes partitions. */
export interface Valve {
  pause(at: TopicPartition): void
  resume(at: TopicPartition): void
}

/** Open files may hold half of the memory; then the largest are closed. */
const OPEN_SHARE = 1 / 2
/** A full memory is paused until this share is left. */
const RESUME_SHARE = 3 / 4
/** One slow partition may let this share wait, so that the others go on. */
const PARTITION_SHARE = 1 / 8

/**
 * Back-pressure by one budget: closes the largest open files when open files take too much, pauses
 * everything when the memory is full, and a single partition when its own files pile up.
 */
export function createFlow({ memoryBytes }: FlowLimits, valve: Valve) {
  let full = false
  const piledUp = new Set<PartitionWriter>()
  const paused = new Set<PartitionWriter>()

  const judge = (writers: readonly PartitionWriter[]) => {
    const held = sum(writers, (writer) => writer.openBytes + writer.waitingBytes)
    full = held >= memoryBytes * (full ? RESUME_SHARE : 1)
    for (const writer of writers) {
      const limit = memoryBytes * PARTITION_SHARE * (piledUp.has(writer) ? 1 / 2 : 1)
      if (writer.waitingBytes >= limit) piledUp.add(writer)
      else piledUp.delete(writer)
    }
  }

  const turn = (writer: PartitionWriter) => {
    const stop = full || piledUp.has(writer)
    if (stop === paused.has(writer)) return
    if (stop) paused.add(writer)
    else paused.delete(writer)
    if (stop) valve.pause(writer.at)
    else valve.resume(writer.at)
  }

  return {
    /** Called after every batch and whenever something became durable. */
    balance(writers: readonly PartitionWriter[]): void {
      closeLargest(writers, memoryBytes * OPEN_SHARE)
      judge(writers)
      for (const writer of writers) turn(writer)
    },
    /** Forgets a generation's partitions; those that are paused are resumed. */
    reset(): void {
      for (const { at } of paused) valve.resume(at)
      paused.clear()
      piledUp.clear()
      full = false
    },
  }
}

function closeLargest(writers: readonly PartitionWriter[], limit: number): void {
  let open = sum(writers, ({ openBytes }) => openBytes)
  if (open <= limit) return
  for (const writer of writers.toSorted((a, b) => b.openBytes - a.openBytes)) {
    if (open <= limit / 2) return
    open -= writer.openBytes
    writer.rotate('memory')
  }
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0)
