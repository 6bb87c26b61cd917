import { digestOf } from '../clean-record.ts'
import type { Row } from '../delta.ts'
import type { Difference, Kind } from '../verdict.ts'
import { faultOfPlace, type Placed, sourceOf } from './placed.ts'

/** The line with the highest (partition, offset) of each `ind`. */
export function winnersOf(accepted: readonly Placed[]): ReadonlyMap<bigint, Placed> {
  const winners = new Map<bigint, Placed>()
  for (const line of accepted) {
    if (line.ind === undefined) continue
    const best = winners.get(line.ind)
    if (!best || isAfter(line, best)) winners.set(line.ind, line)
  }
  return winners
}

const isAfter = (a: Placed, b: Placed): boolean =>
  a.partition > b.partition || (a.partition === b.partition && a.offset > b.offset)

/** Clean rows and winners are one to one, and each row is what its winner makes. */
export function checkClean(
  rows: readonly Row[],
  kind: Kind,
  winners: ReadonlyMap<bigint, Placed>,
): Difference[] {
  const table = `df_${kind}`
  const differences: Difference[] = []
  const tell = (name: Difference['kind'], what: string) =>
    differences.push({ kind: name, table, what })
  const inds = Map.groupBy(rows, (row) => row.ind as bigint)
  for (const [ind, same] of inds) {
    const winner = winners.get(ind)
    if (same.length > 1) tell('duplicate-ind', `ind ${ind} has ${same.length} rows in ${table}`)
    if (!winner) tell('row-unfounded', `ind ${ind} of ${table} is in no accepted line`)
    else if (!same.every((row) => digestOf(kind, row) === winner.clean)) {
      tell('row-outdated', `ind ${ind} of ${table} was not made from ${winner.name}`)
    }
  }
  for (const [ind, { name }] of winners) {
    if (!inds.has(ind)) tell('row-missing', `ind ${ind} of ${name} has no row in ${table}`)
  }
  return differences
}

/** Provenance rows and accepted lines are one to one, and tell the same ind and offset. */
export function checkProvenance(
  rows: readonly Row[],
  kind: Kind,
  accepted: readonly Placed[],
): Difference[] {
  const table = `provenance_batch_${kind}`
  const differences: Difference[] = []
  const tell = (what: string) => differences.push({ kind: 'provenance-wrong', table, what })
  const open = new Map(accepted.map((line) => [line.name, line]))
  for (const row of rows) {
    const source = sourceOf(row)
    const line = open.get(source)
    open.delete(source)
    if (!line) tell(`${table}: ${source} is no accepted line of the bucket, or is there twice`)
    else {
      if (row.ind !== line.ind) tell(`${table}: ${source} has ind ${line.ind}, not ${row.ind}`)
      const fault = faultOfPlace(row, line)
      if (fault !== undefined) tell(`${table}: ${source} ${fault}`)
    }
  }
  for (const { name, ind } of open.values()) {
    if (ind !== undefined) tell(`${table} does not have ${name}`)
  }
  return differences
}
