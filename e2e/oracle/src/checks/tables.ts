import { CLEAN_COLUMNS } from '../clean-record.ts'
import { DeltaError, type Row, readDeltaTable } from '../delta.ts'
import type { LandedObject } from '../landed.ts'
import type { ObjectStore } from '../store.ts'
import type { Difference, Kind } from '../verdict.ts'
import { type Placed, placed } from './placed.ts'
import { checkDamaged, checkQuarantine } from './quarantine.ts'
import { checkClean, checkProvenance, winnersOf } from './rows.ts'

/** What one kind's tables come to, and how they differ from the bucket's lines. */
export interface TablesFound {
  readonly clean: number
  readonly duplicates: number
  readonly quarantined: number
  readonly differences: readonly Difference[]
}

interface Tables {
  readonly clean: readonly Row[]
  readonly provenance: readonly Row[]
  readonly quarantine: readonly Row[]
}

/**
 * Bucket against one kind's tables: every line is quarantined or accepted, every accepted line has its
 * provenance, and each `ind` among them has one clean row, made from the line with the highest
 * (partition, offset). All other accepted lines are duplicates.
 */
export async function checkTables(
  store: ObjectStore,
  kind: Kind,
  objects: readonly LandedObject[],
): Promise<TablesFound> {
  try {
    return compareTables(await readTables(store, kind), kind, objects)
  } catch (error) {
    if (!(error instanceof DeltaError)) throw error
    const difference = { kind: 'table-unreadable' as const, what: error.message }
    return { clean: 0, duplicates: 0, quarantined: 0, differences: [difference] }
  }
}

/** Where a row comes from; its clean row does not tell. */
const ORIGIN = ['object', 'line', 'topic', 'partition', 'offset']

async function readTables(store: ObjectStore, kind: Kind): Promise<Tables> {
  const read = (name: string, ...columns: string[]) =>
    readDeltaTable(store, `lake/${name}_${kind}`, columns)
  const [clean, provenance, quarantine] = await Promise.all([
    read('df', ...CLEAN_COLUMNS[kind]),
    read('provenance_batch', 'ind', ...ORIGIN),
    read('quarantine_batch', 'reason', 'raw', ...ORIGIN),
  ])
  return { clean, provenance, quarantine }
}

function compareTables(tables: Tables, kind: Kind, objects: readonly LandedObject[]): TablesFound {
  const { clean, provenance, quarantine } = tables
  const lines = objects.flatMap(placed)
  const damaged = new Set(objects.flatMap((object) => (object.damaged ? [object.key] : [])))
  const refused = checkQuarantine(quarantine, kind, lines, damaged)
  const accepted = lines.filter(({ name }) => !refused.names.has(name))
  const winners = winnersOf(accepted)
  const duplicates = accepted.filter(({ ind }) => ind !== undefined).length - winners.size
  return {
    clean: clean.length,
    duplicates,
    quarantined: quarantine.length,
    differences: [
      ...refused.differences,
      ...checkDamaged(quarantine, damaged),
      ...accepted.flatMap((line) => (line.clean === undefined ? [unaccounted(line, kind)] : [])),
      ...checkProvenance(provenance, kind, accepted),
      ...checkClean(clean, kind, winners),
      ...checkTotal(
        kind,
        lines.length + refused.ofDamaged,
        clean.length,
        duplicates,
        quarantine.length,
      ),
    ],
  }
}

function unaccounted({ name }: Placed, kind: Kind): Difference {
  const what = `${name} is no whole record, yet is not in quarantine_batch_${kind}`
  return { kind: 'line-unaccounted', what }
}

function checkTotal(
  kind: Kind,
  lines: number,
  clean: number,
  duplicates: number,
  quarantined: number,
): Difference[] {
  if (lines === clean + duplicates + quarantined) return []
  const sum = `${clean} clean + ${duplicates} duplicates + ${quarantined} quarantined`
  return [{ kind: 'counts-differ', what: `${kind}: ${lines} lines, but ${sum}` }]
}
