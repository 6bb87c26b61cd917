import type { Admin } from 'kafkajs'
import type { PartitionStart } from './positions.ts'
import type { TopicPartition } from './types.ts'

/** Low and high water marks of one partition. */
export interface LogRange {
  /** Offset of the oldest record that is left. */
  readonly low: number
  /** The offset after the last record. */
  readonly high: number
}

/** The range of every partition of a topic. */
export async function logRanges(admin: Admin, topic: string): Promise<Map<number, LogRange>> {
  const offsets = await admin.fetchTopicOffsets(topic)
  return new Map(
    offsets.map(({ partition, low, high }) => [
      partition,
      { low: Number(low), high: Number(high) },
    ]),
  )
}

/** Where a group stands in the partitions that it was just assigned. */
export async function partitionStarts(
  admin: Admin,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<readonly PartitionStart[]> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))]
  const committed = await admin.fetchOffsets({ groupId, topics })
  const ranges = new Map(
    await Promise.all(topics.map(async (topic) => [topic, await logRanges(admin, topic)] as const)),
  )
  return partitions.map(({ topic, partition }) => {
    const offset = committed
      .find((entry) => entry.topic === topic)
      ?.partitions.find((entry) => entry.partition === partition)?.offset
    const { low, high } = ranges.get(topic)?.get(partition) ?? { low: 0, high: 0 }
    return { topic, partition, committed: committedOffset(offset), low, high }
  })
}

/** Brokers answer -1 where nothing is committed; kafkajs itself commits -2 for "the oldest". */
function committedOffset(offset: string | undefined): number | undefined {
  const number = Number(offset ?? -1)
  return number < 0 ? undefined : number
}
