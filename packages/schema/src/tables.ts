import type { Kind } from './names.ts'
import { kinds } from './names.ts'
import { type Records, recordSchemas } from './records.ts'

/** A column of a source table: its name and its MySQL type. */
export interface Column {
  readonly name: string
  readonly type: string
}

/** A source table; `key` is the row number, the primary key, so that a read by it is never a scan. */
export interface Table {
  readonly name: string
  readonly key: string
  readonly columns: readonly Column[]
}

const types: { readonly [K in Kind]: Readonly<Record<keyof Records[K], string>> } = {
  pin: {
    index: 'BIGINT',
    unique_id: 'VARCHAR(36)',
    title: 'TEXT',
    description: 'TEXT',
    poster_name: 'TEXT',
    follower_count: 'TEXT',
    tag_list: 'TEXT',
    is_image_or_video: 'TEXT',
    image_src: 'TEXT',
    downloaded: 'BIGINT',
    save_location: 'TEXT',
    category: 'TEXT',
  },
  geo: {
    ind: 'BIGINT',
    timestamp: 'DATETIME',
    latitude: 'FLOAT',
    longitude: 'FLOAT',
    country: 'TEXT',
  },
  user: {
    ind: 'BIGINT',
    first_name: 'TEXT',
    last_name: 'TEXT',
    age: 'BIGINT',
    date_joined: 'DATETIME',
  },
}

function sourceTable(kind: Kind, name: string): Table {
  const columnTypes: Readonly<Record<string, string>> = types[kind]
  const columns = Object.keys(recordSchemas[kind].shape).map((column) => ({
    name: column,
    type: columnTypes[column] as string,
  }))
  return { name, key: kind === 'pin' ? 'index' : 'ind', columns }
}

/** The source tables, columns in the table's order. */
export const tables: Readonly<Record<Kind, Table>> = {
  pin: sourceTable('pin', 'pinterest_data'),
  geo: sourceTable('geo', 'geolocation_data'),
  user: sourceTable('user', 'user_data'),
}

/**
 * The `CREATE TABLE IF NOT EXISTS` statement of a table, for MySQL and MariaDB alike. Columns are
 * `NOT NULL` unless `nullable`; the key always is. Texts compare by code point.
 */
export function createTableSql(table: Table, { nullable = false } = {}): string {
  const columns = table.columns.map(({ name, type }) => {
    const required = !nullable || name === table.key
    return `  \`${name}\` ${type}${required ? ' NOT NULL' : ''},\n`
  })
  return [
    `CREATE TABLE IF NOT EXISTS \`${table.name}\` (\n`,
    ...columns,
    `  PRIMARY KEY (\`${table.key}\`)\n`,
    ') ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin',
  ].join('')
}

/** The statements that make the three source tables, as one SQL script. */
export function tablesSql(): string {
  return `${kinds.map((kind) => createTableSql(tables[kind])).join(';\n\n')};\n`
}

/** Rows that the original's emulator draws from: 0 to 11000, both included. Its tables go on to 11153. */
export const DRAWN_ROWS = 11_001
