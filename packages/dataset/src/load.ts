import { CodedError } from '@pinpipe/runtime'
import type { Table } from '@pinpipe/schema'
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise'
import type { Dataset } from './dataset.ts'
import { createTable, insertSql } from './formats.ts'
import { chunks, cleanTargets, sourceTargets, type Target } from './targets.ts'

/** How to reach MySQL or MariaDB; the database must exist. */
export interface DatabaseConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** `onProgress` gets the number of posts loaded. */
export interface LoadOptions {
  /** Load the clean truth too, into `clean_pin`, `clean_geo` and `clean_user`. */
  readonly clean?: boolean
  readonly onProgress?: (posts: number) => void
}

/** Which sets of tables were loaded, and which were there already. */
export interface LoadResult {
  readonly loaded: readonly SetName[]
  readonly kept: readonly SetName[]
}

type SetName = 'source' | 'clean'

/** The data set could not be loaded; `code` says why. */
export class DatasetError extends CodedError<
  'DATABASE_UNREACHABLE' | 'TABLES_NOT_OURS' | 'LOAD_FAILED'
> {}

/** Rows of one `INSERT`; the widest stay far below the servers' packet limits. */
const CHUNK = 1000
const MARKER = '_pinpipe_dataset'

const sets: Readonly<Record<SetName, readonly Target[]>> = {
  source: sourceTargets,
  clean: cleanTargets,
}

/**
 * Makes and fills the source tables. A set of tables that already holds the same rows, seed and
 * version is left alone; one that was loaded otherwise, or not to its end, is replaced.
 * @throws {DatasetError} `DATABASE_UNREACHABLE`, retriable; `TABLES_NOT_OURS` when a table holds
 * rows that this function did not load; `LOAD_FAILED` for what the database refuses.
 */
export async function loadDataset(
  to: DatabaseConnection,
  dataset: Dataset,
  { clean = false, onProgress }: LoadOptions = {},
): Promise<LoadResult> {
  const connection = await connect(to)
  try {
    await connection.query(
      `CREATE TABLE IF NOT EXISTS \`${MARKER}\` (name VARCHAR(16) PRIMARY KEY,
       version INT NOT NULL, seed BIGINT NOT NULL, row_count BIGINT NOT NULL, complete INT NOT NULL)`,
    )
    const wanted: readonly SetName[] = clean ? ['source', 'clean'] : ['source']
    const loaded: SetName[] = []
    for (const name of wanted)
      if ((await stateOf(connection, name, dataset)) !== 'same') loaded.push(name)
    await fill(connection, loaded, dataset, onProgress)
    return { loaded, kept: wanted.filter((name) => !loaded.includes(name)) }
  } catch (error) {
    if (error instanceof DatasetError) throw error
    throw new DatasetError('LOAD_FAILED', `The data set could not be loaded into ${to.database}`, {
      cause: error,
    })
  } finally {
    await connection.end()
  }
}

async function connect(to: DatabaseConnection): Promise<Connection> {
  const { host, port, user, password, database } = to
  try {
    return await mysql.createConnection({
      host,
      port,
      user,
      password,
      database,
      charset: 'utf8mb4',
    })
  } catch (error) {
    const at = `${host}:${port}, database ${database}, user ${user}`
    throw new DatasetError('DATABASE_UNREACHABLE', `No connection to ${at}: check MYSQL_*`, {
      cause: error,
      retriable: true,
    })
  }
}

/** Whether a set is as wanted, or can be replaced. */
async function stateOf(
  connection: Connection,
  name: SetName,
  dataset: Dataset,
): Promise<'same' | 'other'> {
  const [[marker]] = await connection.query<RowDataPacket[]>(
    `SELECT version, seed, row_count, complete FROM \`${MARKER}\` WHERE name = ?`,
    [name],
  )
  if (marker === undefined) {
    for (const { table } of sets[name]) await assertNoRows(connection, table)
    return 'other'
  }
  const same =
    marker.complete === 1 &&
    marker.version === dataset.version &&
    marker.seed === dataset.seed &&
    marker.row_count === dataset.rows
  return same ? 'same' : 'other'
}

async function assertNoRows(connection: Connection, table: Table): Promise<void> {
  const [found] = await connection.query<RowDataPacket[]>('SHOW TABLES LIKE ?', [table.name])
  if (found.length === 0) return
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT 1 FROM \`${table.name}\` LIMIT 1`)
  if (rows.length === 0) return
  const advice = 'drop the table or set MYSQL_DATABASE to another database'
  throw new DatasetError('TABLES_NOT_OURS', `${table.name} holds rows from elsewhere: ${advice}`, {
    facts: { table: table.name },
  })
}

async function fill(
  connection: Connection,
  names: readonly SetName[],
  dataset: Dataset,
  onProgress: LoadOptions['onProgress'],
): Promise<void> {
  const targets = names.flatMap((name) => sets[name])
  if (targets.length === 0) return
  for (const name of names) await mark(connection, name, dataset, 0)
  for (const { table } of targets) {
    await connection.query(`DROP TABLE IF EXISTS \`${table.name}\``)
    await connection.query(createTable(table))
  }
  let done = 0
  for (const posts of chunks(dataset.posts(), CHUNK)) {
    await connection.beginTransaction()
    for (const { table, values } of targets)
      await connection.query(insertSql(table), [posts.map(values)])
    await connection.commit()
    done += posts.length
    onProgress?.(done)
  }
  for (const name of names) await mark(connection, name, dataset, 1)
}

const mark = (connection: Connection, name: SetName, dataset: Dataset, complete: 0 | 1) =>
  connection.query(
    `REPLACE INTO \`${MARKER}\` (name, version, seed, row_count, complete) VALUES (?)`,
    [[name, dataset.version, dataset.seed, dataset.rows, complete]],
  )
