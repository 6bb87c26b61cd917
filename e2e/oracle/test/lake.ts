import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Kind } from '../src/verdict.ts'
import { type MemoryStore, objectKey, topicOf } from './bucket.ts'
import { type CleanRows, type Columns, cleanColumns, recordOf, schemaOf } from './records.ts'

/** The third record of a kind's first object is one that the cleaning refuses. */
const REFUSED_LINE = 3

/** A Delta table of one commit and one data file. */
export function putTable(store: MemoryStore, name: string, columns: Columns): void {
  const columnData = columns.map(({ type: _, ...column }) => column)
  const body = parquetWriteBuffer({ columnData, schema: schemaOf(columns) })
  store.put(`lake/${name}/part%20one.parquet`, new Uint8Array(body))
  putCommit(store, name, 0, [{ add: { path: 'part%2520one.parquet', partitionValues: {} } }])
}

export function putCommit(store: MemoryStore, name: string, version: number, actions: unknown[]) {
  const text = actions.map((action) => `${JSON.stringify(action)}\n`).join('')
  store.put(`lake/${name}/_delta_log/${String(version).padStart(20, '0')}.json`, text)
}

/** The three tables of one kind as a right batch job writes them over the two objects. */
export function putTables(store: MemoryStore, kind: Kind): void {
  putClean(store, kind, [
    [3, 1],
    [9, 1],
    [7, 2],
  ])
  putProvenance(store, kind, [7, 3, 9, 7], [0, 1, 3, 4])
  putQuarantine(store, kind, [{}])
}

export function putClean(store: MemoryStore, kind: Kind, rows: CleanRows): void {
  putTable(store, `df_${kind}`, cleanColumns(kind, rows))
}

/** Provenance of `inds`, each from the record in the same place of `offsets`, there `told` to lie. */
export function putProvenance(
  store: MemoryStore,
  kind: Kind,
  inds: (number | bigint)[],
  offsets: number[],
  told = offsets,
): void {
  const start = (offset: number) => (offset < 3 ? 0 : 3)
  const objects = offsets.map((offset) => objectKey(kind, start(offset)))
  putTable(store, `provenance_batch_${kind}`, [
    { name: 'ind', data: inds.map(BigInt), type: 'INT64' },
    { name: 'object', data: objects, type: 'STRING' },
    { name: 'line', data: offsets.map((o) => BigInt(o - start(o) + 1)), type: 'INT64' },
    { name: 'topic', data: offsets.map(() => topicOf(kind)), type: 'STRING' },
    { name: 'partition', data: offsets.map(() => 0), type: 'INT32' },
    { name: 'offset', data: told.map(BigInt), type: 'INT64' },
  ])
}

/** A quarantined line; what is left out is as it should be for the refused record. */
export interface Quarantined {
  readonly object?: string
  readonly line?: number
  readonly offset?: number
  readonly raw?: string
  readonly reason?: string
}

export function putQuarantine(store: MemoryStore, kind: Kind, rows: Quarantined[]): void {
  const raws = rows.map(({ raw }) => Buffer.from(raw ?? recordOf(kind, undefined)))
  putTable(store, `quarantine_batch_${kind}`, [
    { name: 'object', data: rows.map((r) => r.object ?? objectKey(kind, 0)), type: 'STRING' },
    { name: 'line', data: rows.map((r) => BigInt(r.line ?? REFUSED_LINE)), type: 'INT64' },
    { name: 'topic', data: rows.map(() => topicOf(kind)), type: 'STRING' },
    { name: 'partition', data: rows.map(() => 0), type: 'INT32' },
    { name: 'offset', data: rows.map((r) => BigInt(r.offset ?? REFUSED_LINE - 1)), type: 'INT64' },
    { name: 'reason', data: rows.map((r) => r.reason ?? 'missing ind'), type: 'STRING' },
    { name: 'raw', data: raws, type: 'BYTE_ARRAY' },
  ])
}
