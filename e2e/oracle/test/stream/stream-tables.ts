import type { Kind } from '../../src/verdict.ts'
import { ID, type MemoryStore } from '../bucket.ts'
import { putTable } from '../lake.ts'
import { type CleanRows, type Columns, cleanColumns } from '../records.ts'

/** Where a row of provenance or quarantine comes from, as a right stream job tells it. */
export interface Origin {
  stream: string
  shard: string
  sequence: string
  sub: number
  key: string
  arrivedAt: number
  form: string | null
}

export type Accepted = Origin & { ind: number }
export type Refused = Origin & { reason: string; raw: string | Uint8Array }

/** The three tables that the stream job makes of one kind. */
export interface StreamTables {
  rows: CleanRows
  provenance: Accepted[]
  quarantine: Refused[]
}

export function putStreamTables(store: MemoryStore, kind: Kind, tables: StreamTables): void {
  const { rows, provenance, quarantine } = tables
  putTable(store, `${ID}_${kind}_table`, cleanColumns(kind, rows))
  putTable(store, `provenance_stream_${kind}`, [
    { name: 'ind', data: provenance.map(({ ind }) => BigInt(ind)), type: 'INT64' },
    ...originColumns(provenance),
  ])
  putTable(store, `quarantine_stream_${kind}`, [
    text('reason', quarantine, ({ reason }) => reason),
    { name: 'raw', data: quarantine.map(({ raw }) => Buffer.from(raw)), type: 'BYTE_ARRAY' },
    ...originColumns(quarantine),
  ])
}

function originColumns(rows: readonly Origin[]): Columns {
  const arrivals = rows.map(({ arrivedAt }) => new Date(arrivedAt))
  return [
    text('stream', rows, ({ stream }) => stream),
    text('shard', rows, ({ shard }) => shard),
    text('sequence_number', rows, ({ sequence }) => sequence),
    { name: 'sub_sequence', data: rows.map(({ sub }) => sub), type: 'INT32' },
    text('partition_key', rows, ({ key }) => key),
    { name: 'arrived_at', data: arrivals, type: 'TIMESTAMP' },
    text('form', rows, ({ form }) => form),
  ]
}

const text = <R>(name: string, rows: readonly R[], cell: (row: R) => string | null) => ({
  ...{ name, data: rows.map(cell), type: 'STRING' as const },
})
