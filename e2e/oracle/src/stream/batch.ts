import { CLEAN_COLUMNS, plainOf } from '../clean-record.ts'
import { type Row, readDeltaTable } from '../delta.ts'
import type { ObjectStore } from '../store.ts'
import type { Difference, Kind } from '../verdict.ts'
import { readable } from './readable.ts'
import { tableOf } from './records.ts'

type Rows = ReadonlyMap<bigint, Row>

/** The clean tables of both halves, by `ind`. */
interface Halves {
  readonly kind: Kind
  /** The tables' names. */
  readonly df: string
  readonly table: string
  readonly batch: Rows
  readonly stream: Rows
}

/** Clean rows that both halves have of one `ind` are the same, cell by cell. */
export const checkSameCells = (store: ObjectStore, id: string, kind: Kind) =>
  compare(store, id, kind, sameCells)

/** Both halves have rows of the same `ind`s: true where they were fed with the same posts. */
export const checkSameInds = (store: ObjectStore, id: string, kind: Kind) =>
  compare(store, id, kind, sameInds)

async function compare(
  store: ObjectStore,
  id: string,
  kind: Kind,
  check: (halves: Halves) => Difference[],
): Promise<readonly Difference[]> {
  const [df, table] = [`df_${kind}`, tableOf(id, kind)]
  const read = async (name: string): Promise<Rows> => {
    const rows = await readDeltaTable(store, `lake/${name}`, CLEAN_COLUMNS[kind])
    return new Map(rows.map((row) => [row.ind as bigint, row]))
  }
  const { differences } = await readable({}, async () => {
    const [batch, stream] = await Promise.all([read(df), read(table)])
    return { differences: check({ kind, df, table, batch, stream }) }
  })
  return differences
}

function sameCells({ kind, df, table, batch, stream }: Halves): Difference[] {
  const common = [...stream].filter(([ind]) => batch.has(ind))
  if (common.length === 0) {
    return [{ kind: 'nothing-proven', table, what: `${df} and ${table} have no ind in common` }]
  }
  return common.flatMap(([ind, row]) => {
    const text = (cells: Row | undefined, name: string) => JSON.stringify(plainOf(cells?.[name]))
    const other = batch.get(ind)
    const columns = CLEAN_COLUMNS[kind].filter((name) => text(row, name) !== text(other, name))
    if (columns.length === 0) return []
    const what = `ind ${ind} of ${table} has another ${columns.join(', ')} than in ${df}`
    return [{ kind: 'differs-from-batch' as const, table, what }]
  })
}

function sameInds({ df, table, batch, stream }: Halves): Difference[] {
  const lacking = (name: string, rows: Rows, others: Rows) =>
    [...others.keys()]
      .filter((ind) => !rows.has(ind))
      .map((ind) => ({
        kind: 'half-missing' as const,
        table: name,
        what: `${name} has no ind ${ind}`,
      }))
  return [...lacking(table, stream, batch), ...lacking(df, batch, stream)]
}
