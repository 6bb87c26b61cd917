import { CLEAN_COLUMNS } from '../clean-record.ts'
import { type Row, readDeltaTable } from '../delta.ts'
import type { ObjectStore } from '../store.ts'
import type { Difference } from '../verdict.ts'
import { checkAccounts, ORIGIN } from './accounts.ts'
import { readable } from './readable.ts'
import { type Precedes, type Stream, tableOf } from './records.ts'
import { checkRows } from './rows.ts'

/** What the tables of one kind come to. */
export interface StreamTableCounts {
  readonly rows: number
  /** Accepted records beyond the first of each `ind`. */
  readonly duplicates: number
  readonly quarantined: number
}

/** The same, and how the tables differ from the stream. */
export interface StreamTablesFound extends StreamTableCounts {
  readonly differences: readonly Difference[]
}

/** Tables that were not looked at. */
export const NO_TABLES: StreamTablesFound = {
  ...{ rows: 0, duplicates: 0, quarantined: 0 },
  differences: [],
}

/** A stream against its tables: accounts, rows, and that records = rows + duplicates + quarantined. */
export function checkStreamTables(
  store: ObjectStore,
  id: string,
  stream: Stream,
  precedes: Precedes,
): Promise<StreamTablesFound> {
  return readable<StreamTableCounts>(NO_TABLES, async () => {
    const tables = await readTables(store, id, stream)
    return compareTables(tables, tableOf(id, stream.kind), stream, precedes)
  })
}

interface Tables {
  readonly rows: readonly Row[]
  readonly provenance: readonly Row[]
  readonly quarantine: readonly Row[]
}

async function readTables(store: ObjectStore, id: string, { kind }: Stream): Promise<Tables> {
  const read = (name: string, ...columns: string[]) =>
    readDeltaTable(store, `lake/${name}`, columns)
  const [rows, provenance, quarantine] = await Promise.all([
    read(tableOf(id, kind), ...CLEAN_COLUMNS[kind]),
    read(`provenance_stream_${kind}`, 'ind', ...ORIGIN),
    read(`quarantine_stream_${kind}`, 'reason', 'raw', ...ORIGIN),
  ])
  return { rows, provenance, quarantine }
}

function compareTables(
  { rows, provenance, quarantine }: Tables,
  table: string,
  stream: Stream,
  precedes: Precedes,
): StreamTablesFound {
  const { kind, records } = stream
  const { accepted, differences } = checkAccounts(kind, records, provenance, quarantine)
  const counts = {
    rows: rows.length,
    duplicates: accepted.length - new Set(accepted.map(({ ind }) => ind)).size,
    quarantined: quarantine.length,
  }
  const wrongRows = checkRows(rows, kind, table, accepted, precedes)
  return { ...counts, differences: [...differences, ...wrongRows, ...checkTotal(stream, counts)] }
}

function checkTotal({ name, records }: Stream, counts: StreamTableCounts): Difference[] {
  const { rows, duplicates, quarantined } = counts
  if (records.length === rows + duplicates + quarantined) return []
  const sum = `${rows} rows + ${duplicates} duplicates + ${quarantined} quarantined`
  const what = `${name}: ${records.length} records, but ${sum}`
  return [{ kind: 'counts-differ', stream: name, what }]
}
