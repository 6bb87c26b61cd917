import type { TopicPartition } from '@pinpipe/kafka'

/** Remembers log ends, to tell how far the bucket is behind Kafka. */
export class Lag {
  readonly #ends = new Map<string, number>()

  logEnd(at: TopicPartition, offset: number): void {
    this.#ends.set(nameOf(at), offset)
  }

  /** Records that are in Kafka and not safely in the bucket; undefined while one side is not known. */
  records(at: TopicPartition, frontier: number | undefined): number | undefined {
    const end = this.#ends.get(nameOf(at))
    if (end === undefined || frontier === undefined) return undefined
    return Math.max(0, end - frontier)
  }
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`
