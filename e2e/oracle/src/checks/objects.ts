import type { Absent, Landed, LandedObject } from '../landed.ts'
import type { Difference } from '../verdict.ts'

/**
 * The bucket in itself: within a partition, each object begins where the one before it ended, the first
 * at 0; the offsets in `absent` need not be there.
 */
export function checkObjects({ objects, differences }: Landed, absent: Absent): Difference[] {
  const partitions = Map.groupBy(objects, ({ topic, partition }) => `${topic}+${partition}`)
  return [
    ...differences,
    ...[...partitions.values()].flatMap((inOrder) => checkPartition(inOrder, absent)),
  ]
}

function checkPartition(inOrder: readonly LandedObject[], absent: Absent): Difference[] {
  const differences: Difference[] = []
  let next = 0
  for (const object of inOrder) {
    if (object.start < next) differences.push(overlap(object, next))
    const lost = range(next, object.start).filter(
      (offset) => !absent.has(`${object.topic}+${object.partition}+${offset}`),
    )
    if (lost.length > 0) differences.push(gap(object, lost))
    next = Math.max(next, object.next)
  }
  return differences
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)

function overlap({ key, topic, partition, start }: LandedObject, next: number): Difference {
  const what = `${key} begins at ${start}, but the objects before it end at ${next}`
  return { kind: 'overlap', topic, partition, offset: start, object: key, what }
}

function gap({ key, topic, partition }: LandedObject, lost: readonly number[]): Difference {
  const [offset = 0] = lost
  const what = `${lost.length} offsets before ${key} are in no object, the first is ${offset}`
  return { kind: 'gap', topic, partition, offset, object: key, what }
}
