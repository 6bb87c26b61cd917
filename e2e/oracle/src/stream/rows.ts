import { digestOf } from '../clean-record.ts'
import type { Row } from '../delta.ts'
import type { Difference, Kind } from '../verdict.ts'
import { nameOf, type Precedes, type StreamRecord } from './records.ts'

/**
 * One row for each `ind` of the accepted records, made from the first of them. Which one was first can
 * be told within a shard and its ancestors; between other shards any of the first will do.
 */
export function checkRows(
  rows: readonly Row[],
  kind: Kind,
  table: string,
  accepted: readonly StreamRecord[],
  precedes: Precedes,
): Difference[] {
  const differences: Difference[] = []
  const tell = (name: Difference['kind'], what: string) =>
    differences.push({ kind: name, table, what })
  const inds = Map.groupBy(rows, (row) => row.ind as bigint)
  const sources = Map.groupBy(accepted, (record) => record.ind as bigint)
  for (const [ind, same] of inds) {
    const records = sources.get(ind)
    if (same.length > 1) tell('duplicate-ind', `ind ${ind} has ${same.length} rows in ${table}`)
    if (!records) tell('row-unfounded', `ind ${ind} of ${table} is in no accepted record`)
    for (const row of records ? same : []) {
      const digest = digestOf(kind, row)
      const source = records?.find(({ clean }) => clean === digest)
      const isFirst = records && firstOf(records, precedes).some(({ clean }) => clean === digest)
      if (!source) tell('row-altered', `ind ${ind} of ${table} is what none of its records gives`)
      else if (!isFirst) tell('row-not-first', `ind ${ind} of ${table} is from ${nameOf(source)}`)
    }
  }
  for (const [ind, [record]] of sources) {
    if (record && !inds.has(ind)) tell('row-missing', `ind ${ind} of ${nameOf(record)} has no row`)
  }
  return differences
}

/** The records that no other one surely precedes; those of a shard are given in its order. */
function firstOf(records: readonly StreamRecord[], precedes: Precedes): readonly StreamRecord[] {
  const shards = Map.groupBy(records, ({ shard }) => shard)
  const firsts = [...shards.values()].flatMap(([first]) => first ?? [])
  return firsts.filter((record) => !firsts.some((other) => precedes(other, record)))
}
