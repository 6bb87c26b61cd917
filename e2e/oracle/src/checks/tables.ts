import { DeltaError, type Row, readDeltaTable } from '../delta.ts'
import { type LandedObject, sha256 } from '../landed.ts'
import type { ObjectStore } from '../store.ts'
import type { Difference, Kind } from '../verdict.ts'

/** What one kind's tables come to, and how they differ from the bucket's lines. */
export interface TablesFound {
  readonly clean: number
  readonly duplicates: number
  readonly quarantined: number
  readonly differences: readonly Difference[]
}

/** A line of the bucket with its place; `name` is `{object key}#{line}`, lines counted from 1. */
interface Placed {
  readonly name: string
  readonly partition: number
  readonly offset: number
  readonly sha256: string
  readonly ind: number | undefined
}

interface Tables {
  readonly clean: readonly Row[]
  readonly provenance: readonly Row[]
  readonly quarantine: readonly Row[]
}

/**
 * Bucket against one kind's tables: every line is quarantined, or is the clean row of its `ind`, or is a
 * duplicate of one; the clean row's provenance is the line with the highest (partition, offset).
 */
export async function checkTables(
  store: ObjectStore,
  kind: Kind,
  objects: readonly LandedObject[],
): Promise<TablesFound> {
  try {
    const tables = await readTables(store, kind)
    return compareTables(tables, kind, objects)
  } catch (error) {
    if (!(error instanceof DeltaError)) throw error
    const difference = { kind: 'table-unreadable' as const, what: error.message }
    return { clean: 0, duplicates: 0, quarantined: 0, differences: [difference] }
  }
}

async function readTables(store: ObjectStore, kind: Kind): Promise<Tables> {
  const place = ['object', 'line']
  const [clean, provenance, quarantine] = await Promise.all([
    readDeltaTable(store, `lake/df_${kind}`, ['ind']),
    readDeltaTable(store, `lake/provenance_batch_${kind}`, [
      'ind',
      ...place,
      'partition',
      'offset',
    ]),
    readDeltaTable(store, `lake/quarantine_batch_${kind}`, [...place, 'reason', 'raw']),
  ])
  return { clean, provenance, quarantine }
}

function placed({ key, partition, start, lines }: LandedObject): Placed[] {
  return lines.map((line, at) => ({
    ...line,
    name: `${key}#${at + 1}`,
    partition,
    offset: start + at,
  }))
}

const keyOf = ({ object }: Row): string => String(object)

/** Where a table's row says that it comes from. */
const sourceOf = (row: Row): string => `${keyOf(row)}#${String(row.line)}`

function compareTables(tables: Tables, kind: Kind, objects: readonly LandedObject[]): TablesFound {
  const damaged = new Set(objects.flatMap(({ damaged: is, key }) => (is ? [key] : [])))
  const ofDamaged = Map.groupBy(tables.quarantine, (row) => damaged.has(keyOf(row)))
  const quarantine = ofDamaged.get(false) ?? []
  const lines = objects.flatMap(placed)
  const refused = new Set(quarantine.map(sourceOf))
  const accepted = lines.filter(({ name }) => !refused.has(name))
  const winners = winnersOf(accepted)
  const duplicates = accepted.filter(({ ind }) => ind !== undefined).length - winners.size
  return {
    clean: tables.clean.length,
    duplicates,
    quarantined: tables.quarantine.length,
    differences: [
      ...checkQuarantine(quarantine, kind, lines),
      ...checkDamaged(damaged, ofDamaged.get(true) ?? []),
      ...accepted.flatMap((line) => (line.ind === undefined ? unaccounted(line, kind) : [])),
      ...checkRows(tables.clean, `df_${kind}`, winners),
      ...checkRows(tables.provenance, `provenance_batch_${kind}`, winners),
      ...checkProvenance(tables.provenance, kind, winners),
      ...checkTotal({ ...tables, quarantine }, kind, lines.length, duplicates),
    ],
  }
}

function winnersOf(lines: readonly Placed[]): ReadonlyMap<number, Placed> {
  const winners = new Map<number, Placed>()
  for (const line of lines) {
    if (line.ind === undefined) continue
    const best = winners.get(line.ind)
    if (!best || isAfter(line, best)) winners.set(line.ind, line)
  }
  return winners
}

const isAfter = (a: Placed, b: Placed): boolean =>
  a.partition > b.partition || (a.partition === b.partition && a.offset > b.offset)

function unaccounted({ name }: Placed, kind: Kind): Difference[] {
  const what = `${name} has no ind, yet is not in quarantine_batch_${kind}`
  return [{ kind: 'line-unaccounted', what }]
}

/** One row per ind, and the same inds as the lines have. */
function checkRows(
  rows: readonly Row[],
  table: string,
  winners: ReadonlyMap<number, Placed>,
): Difference[] {
  const inds = Map.groupBy(rows, ({ ind }) => ind as number)
  const differences: Difference[] = []
  for (const [ind, same] of inds) {
    const tell = (name: Difference['kind'], what: string) =>
      differences.push({ kind: name, table, what })
    if (same.length > 1) tell('duplicate-ind', `ind ${ind} has ${same.length} rows in ${table}`)
    if (!winners.has(ind)) tell('row-unfounded', `ind ${ind} of ${table} is in no accepted line`)
  }
  for (const [ind, { name }] of winners) {
    if (inds.has(ind)) continue
    differences.push({
      kind: 'row-missing',
      table,
      what: `ind ${ind} of ${name} has no row in ${table}`,
    })
  }
  return differences
}

function checkProvenance(
  rows: readonly Row[],
  kind: Kind,
  winners: ReadonlyMap<number, Placed>,
): Difference[] {
  const table = `provenance_batch_${kind}`
  return rows.flatMap((row) => {
    const winner = winners.get(row.ind as number)
    if (!winner) return []
    const right = [winner.name, winner.partition, winner.offset].join(', ')
    const told = [sourceOf(row), row.partition, row.offset].join(', ')
    if (told === right) return []
    const what = `ind ${String(row.ind)} comes from (${right}), ${table} says (${told})`
    return [{ kind: 'provenance-wrong' as const, table, what }]
  })
}

/** Each quarantined row is a line of the bucket, once, with its bytes and a reason. */
function checkQuarantine(rows: readonly Row[], kind: Kind, lines: readonly Placed[]): Difference[] {
  const table = `quarantine_batch_${kind}`
  const known = new Map(lines.map((line) => [line.name, line]))
  return rows.flatMap((row) => {
    const source = sourceOf(row)
    const line = known.get(source)
    known.delete(source)
    const wrong = quarantineFault(row, line)
    if (wrong === undefined) return []
    return [{ kind: 'quarantine-wrong' as const, table, what: `${table}: ${source} ${wrong}` }]
  })
}

/** What a damaged object held nobody knows, but quarantine must tell of it. */
function checkDamaged(damaged: ReadonlySet<string>, rows: readonly Row[]): Difference[] {
  const told = new Set(rows.map(keyOf))
  return [...damaged]
    .filter((key) => !told.has(key))
    .map((key) => ({
      kind: 'line-unaccounted',
      object: key,
      what: `${key} is damaged, yet nothing of it is in quarantine`,
    }))
}

function quarantineFault({ reason, raw }: Row, line: Placed | undefined): string | undefined {
  if (!line) return 'is not a line of the bucket, or is quarantined twice'
  if (typeof reason !== 'string' || reason === '') return 'has no reason'
  if (sha256(raw instanceof Uint8Array ? raw : Buffer.from(String(raw))) === line.sha256)
    return undefined
  return 'holds other bytes than the bucket'
}

function checkTotal(
  { clean, quarantine }: Tables,
  kind: Kind,
  lines: number,
  duplicates: number,
): Difference[] {
  if (lines === clean.length + duplicates + quarantine.length) return []
  const sum = `${clean.length} clean + ${duplicates} duplicates + ${quarantine.length} quarantined`
  return [{ kind: 'counts-differ', what: `${kind}: ${lines} lines, but ${sum}` }]
}
