import { KafkaError } from '../errors.ts'
import type { TopicPartition } from './types.ts'

/** A partition at the time of joining. */
export interface PartitionStart extends TopicPartition {
  /** Undefined: the group has committed nothing there. */
  readonly committed: number | undefined
  /** Offset of the oldest record that is left. */
  readonly low: number
  /** The offset after the last record. */
  readonly high: number
}

/**
 * The positions of one generation. kafkajs delivers, in corner cases, batches that were fetched for an
 * earlier generation, and jumps silently where the broker has deleted records; taking either for the
 * next records would lose what lies between.
 */
export class Positions {
  readonly #next = new Map<string, number>()

  /**
   * Sets out from the committed offsets, or from the oldest record where there is none.
   * @returns the partitions of which records are gone, with the offsets [from, to) that are missing.
   * @throws {KafkaError} KAFKA_POSITION_LOST when a log ends before the group's position.
   */
  begin(starts: readonly PartitionStart[]): readonly Gap[] {
    return starts.flatMap((start) => {
      const from = start.committed ?? start.low
      if (from > start.high) throw positionLost(start, start.high, from)
      const to = Math.max(from, start.low)
      this.#next.set(nameOf(start), to)
      return to > from ? [{ topic: start.topic, partition: start.partition, from, to }] : []
    })
  }

  /** The offset at which the next batch must begin; undefined: not of this generation. */
  expected(at: TopicPartition): number | undefined {
    return this.#next.get(nameOf(at))
  }

  /** @throws {KafkaError} KAFKA_POSITION_LOST when the log ends at `high`, before the position. */
  check(at: TopicPartition, high: number): void {
    const position = this.expected(at)
    if (position !== undefined && position > high) throw positionLost(at, high, position)
  }

  /** Everything below `next` has been delivered, or is known to be gone. */
  moveTo(at: TopicPartition, next: number): void {
    this.#next.set(nameOf(at), next)
  }
}

/** Offsets [from, to) that the broker has deleted. */
export interface Gap extends TopicPartition {
  readonly from: number
  readonly to: number
}

function positionLost({ topic, partition }: TopicPartition, high: number, position: number) {
  return new KafkaError(
    'KAFKA_POSITION_LOST',
    `${topic}, partition ${partition}: the group stands at offset ${position}, but the log ends at ${high}. The topic was deleted and made again, or lost records. Consume under another group, into another place, or reset the group's offsets.`,
    { facts: { topic, partition, position, high } },
  )
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`
