import { type Kind, type Table, tables } from '@pinpipe/schema'
import {
  createPool,
  type FieldPacket,
  type Pool,
  type RowDataPacket,
  type TypeCastField,
} from 'mysql2/promise'
import { EmulatorError } from './errors.ts'
import type { RowSource, Rows } from './rows.ts'
import type { ColumnKind, RowText } from './wire.ts'

/** Where the source tables are. */
export interface MysqlAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

const CONNECTIONS = 3
const CONNECT_TIMEOUT_MS = 10_000
const QUERY_TIMEOUT_MS = 20_000

/** Column types of the MySQL protocol: DECIMAL TINY SHORT LONG FLOAT DOUBLE LONGLONG INT24 YEAR NEWDECIMAL. */
const NUMBERS = new Set([0, 1, 2, 3, 4, 5, 8, 9, 13, 246])
/** TIMESTAMP and DATETIME. */
const DATETIMES = new Set([7, 12])

/** Server errors that pass by themselves: too many connections, shutdown, lock wait, deadlock, killed. */
const PASSING = new Set([1040, 1053, 1205, 1213, 1317, 1927])

/**
 * The source tables over pooled connections. Reads by primary key in the text protocol, in which the
 * server prints a FLOAT with its own digits; the binary one would widen it to a double.
 */
export class MysqlRows implements RowSource {
  readonly #pool: Pool
  readonly #address: MysqlAddress

  constructor(address: MysqlAddress) {
    this.#address = address
    const { host, port, user, password, database } = address
    this.#pool = createPool({
      host,
      port,
      user,
      password,
      database,
      connectionLimit: CONNECTIONS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      charset: 'utf8mb4',
      typeCast: (field: TypeCastField) => field.string(),
    })
  }

  async size(): Promise<number> {
    const { name, key } = tables.pin
    const { rows } = await this.#query(`SELECT COUNT(\`${key}\`) FROM \`${name}\``, [])
    return Number(rows[0]?.[0])
  }

  async read(kind: Kind, numbers: readonly number[]): Promise<Rows> {
    const table = tables[kind]
    const sql = `SELECT * FROM \`${table.name}\` WHERE \`${table.key}\` IN (?)`
    const { rows, fields } = await this.#query(sql, [[...new Set(numbers)]])
    const columns = fields.map((field) => ({ name: field.name, kind: columnKind(field) }))
    const key = columns.findIndex(({ name }) => name === table.key)
    const byNumber = new Map(rows.map((row) => [Number(row[key]), row]))
    return { columns, rows: numbers.map((number) => pick(byNumber, number, table)) }
  }

  close(): Promise<void> {
    return this.#pool.end()
  }

  async #query(sql: string, values: unknown[]) {
    try {
      const connection = await this.#pool.getConnection()
      try {
        const options = { sql, values, rowsAsArray: true, timeout: QUERY_TIMEOUT_MS }
        const [rows, fields] = await connection.query<RowDataPacket[]>(options)
        connection.release()
        return { rows: rows as unknown as RowText[], fields }
      } catch (error) {
        connection.destroy()
        throw error
      }
    } catch (error) {
      throw translate(error, this.#address)
    }
  }
}

function columnKind({ columnType = -1 }: FieldPacket): ColumnKind {
  if (NUMBERS.has(columnType)) return 'number'
  return DATETIMES.has(columnType) ? 'datetime' : 'text'
}

function pick(byNumber: Map<number, RowText>, number: number, { name, key }: Table): RowText {
  const row = byNumber.get(number)
  if (row) return row
  throw new EmulatorError(
    'ROW_MISSING',
    `Table ${name} has no row with ${key} ${number}: load the source tables again`,
    { facts: { table: name, row: number } },
  )
}

/** An error that the server answered carries an SQL state; all others are about the connection. */
function translate(cause: unknown, { host, port, database }: MysqlAddress): EmulatorError {
  const { message, errno = 0, sqlState } = cause as Error & { errno?: number; sqlState?: string }
  const where = `${host}:${port}/${database}`
  return sqlState === undefined || PASSING.has(errno)
    ? new EmulatorError(
        'SOURCE_UNREACHABLE',
        `The database ${where} does not answer (${message || 'connection refused'}): start it, or check MYSQL_HOST and MYSQL_PORT`,
        { cause, retriable: true },
      )
    : new EmulatorError(
        'SOURCE_REFUSED',
        `The database ${where} refuses to be read (${message}): check the MYSQL_ settings and that the source tables are loaded`,
        { cause },
      )
}
