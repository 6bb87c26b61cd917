import type { Difference } from '../verdict.ts'
import { nameOf, type Precedes, type StreamRecord } from './records.ts'

/** A record and when it was put: it comes after every record of its key whose `to` is before its `from`. */
export interface Step {
  readonly record: StreamRecord
  /** Order is kept within a key. */
  readonly key: string
  readonly from: number
  readonly to: number
}

/** Names each record that lies before one of its key that had been put before. */
export function checkOrder(steps: readonly Step[], precedes: Precedes): Difference[] {
  return [...Map.groupBy(steps, ({ key }) => key).values()].flatMap((same) => {
    const ended = same.toSorted((a, b) => a.to - b.to)
    let next = 0
    let latest: StreamRecord | undefined
    return same
      .toSorted((a, b) => a.from - b.from)
      .flatMap(({ record, from }) => {
        for (let step = ended[next]; step && step.to < from; step = ended[++next]) {
          if (!latest || precedes(latest, step.record)) latest = step.record
        }
        return latest && precedes(record, latest) ? [outOfOrder(record, latest)] : []
      })
  })
}

function outOfOrder(record: StreamRecord, before: StreamRecord): Difference {
  const { stream, shard, sequenceNumber, partitionKey } = record
  const what = `${nameOf(record)} of key ${partitionKey} lies before ${nameOf(before)}, which was put first`
  return { kind: 'out-of-order', stream, shard, sequenceNumber, what }
}
