import { createTableSql, type Table } from '@pinpipe/schema'
import mysql from 'mysql2'

export const formats = ['csv', 'jsonl', 'sql'] as const
export type Format = (typeof formats)[number]

type Cell = string | number | null
type Rows = readonly (readonly Cell[])[]

/** How a table is written as text: what stands first, then any number of rows at a time. */
export interface TextFormat {
  head(table: Table): string
  body(table: Table, rows: Rows): string
}

const QUOTED = /[",\r\n]|^\s|\s$/

/** A CSV field of RFC 4180; a null is an empty field. */
function csvField(cell: Cell): string {
  const text = cell === null ? '' : String(cell)
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const columnNames = (table: Table) => table.columns.map(({ name }) => name)

/** The formats by name; lines end with LF, texts are UTF-8. */
export const textFormats: Readonly<Record<Format, TextFormat>> = {
  csv: {
    head: (table) => `${columnNames(table).map(csvField).join(',')}\n`,
    body: (_, rows) => rows.map((row) => `${row.map(csvField).join(',')}\n`).join(''),
  },
  jsonl: {
    head: () => '',
    body: (table, rows) => {
      const names = columnNames(table)
      const line = (row: readonly Cell[]) =>
        JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]])))
      return rows.map((row) => `${line(row)}\n`).join('')
    },
  },
  sql: {
    head: (table) => `${createTable(table)};\n`,
    body: (table, rows) => `${mysql.format(insertSql(table), [rows.map((row) => [...row])])};\n`,
  },
}

/** The table's statement; only the clean truth, which is not a source table, has nulls. */
export const createTable = (table: Table): string =>
  createTableSql(table, { nullable: table.name.startsWith('clean_') })

/** `INSERT` with one placeholder, for a list of rows. */
export function insertSql(table: Table): string {
  const names = columnNames(table).map((name) => mysql.escapeId(name))
  return `INSERT INTO ${mysql.escapeId(table.name)} (${names.join(', ')}) VALUES ?`
}
