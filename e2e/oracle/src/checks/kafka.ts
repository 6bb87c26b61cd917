import type { PartitionLog } from '../kafka-log.ts'
import type { Absent, LandedObject } from '../landed.ts'
import type { Difference } from '../verdict.ts'

/**
 * Kafka against bucket: the records of each partition and the lines of its objects are the same, offset
 * by offset and byte by byte; those in `absent` need not be in the bucket.
 * Objects below the log's first offset (retention) cannot be checked here and are let pass.
 */
export function checkKafka(
  logs: readonly PartitionLog[],
  objects: readonly LandedObject[],
  absent: Absent,
): Difference[] {
  const partitions = Map.groupBy(objects, ({ topic, partition }) => `${topic}+${partition}`)
  const compared = logs.flatMap((log) => {
    const own = partitions.get(`${log.topic}+${log.partition}`) ?? []
    return comparePartition(log, own, absent)
  })
  const known = new Set(logs.map(({ topic, partition }) => `${topic}+${partition}`))
  const strangers = objects.filter(({ topic, partition }) => !known.has(`${topic}+${partition}`))
  return [
    ...compared,
    ...strangers.map(({ key, topic, partition }) => ({
      kind: 'not-in-kafka' as const,
      ...{ topic, partition, object: key },
      what: `${key} is of a partition that Kafka does not have`,
    })),
  ]
}

function comparePartition(
  { topic, partition, records }: PartitionLog,
  objects: readonly LandedObject[],
  absent: Absent,
): Difference[] {
  const lines = objects.flatMap((object) => object.lines)
  const landed = new Map(lines.map(({ offset, sha256 }) => [offset, sha256]))
  const differences: Difference[] = []
  const name = (kind: Difference['kind'], offset: number, what: string) =>
    differences.push({ kind, topic, partition, offset, what })
  for (const { offset, sha256 } of records) {
    const found = landed.get(offset)
    landed.delete(offset)
    if (absent.has(`${topic}+${partition}+${offset}`)) continue
    if (found === undefined) name('not-landed', offset, 'a record of Kafka is not in the bucket')
    else if (found !== sha256)
      name('differs-from-kafka', offset, 'bucket and Kafka hold other bytes')
  }
  const first = records[0]?.offset ?? 0
  for (const offset of landed.keys()) {
    if (offset >= first) name('not-in-kafka', offset, 'a line of the bucket is not in Kafka')
  }
  return differences
}
