import { readFile } from 'node:fs/promises'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'

/** A database that holds the clean truth: `clean_pin`, `clean_geo` and `clean_user`. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** A record that reached the system: its kind and the row that it was made from. */
export interface Delivered {
  readonly kind: string
  readonly row: number
}

/** An answer: rows hold their cells in the order of `columns`. */
export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** The nine answers of the eight queries. */
export const TASKS = ['4', '5', '6a', '6b', '7', '8', '9', '10', '11'] as const
export type Answers = Readonly<Record<(typeof TASKS)[number], Answer>>

/** Answers the queries in SQL, over the clean truth of the rows that were delivered. */
export async function answerInSql(
  address: DatabaseAddress,
  delivered: readonly Delivered[],
): Promise<Answers> {
  const { host, port, user, password, database } = address
  const connection = await createConnection({ host, port, user, password, database })
  try {
    await noteDelivered(connection, delivered)
    await connection.query('DROP VIEW IF EXISTS post')
    await connection.query(await sql('post'))
    const answers = await Promise.all(
      TASKS.map(async (task) => [task, await answer(connection, task)] as const),
    )
    return Object.fromEntries(answers) as Answers
  } finally {
    await connection.end()
  }
}

/** An answer's rows, each as JSON, in an order that does not depend on who gave it. */
export function inOrder({ rows }: Answer): string[] {
  return rows.map((row) => JSON.stringify(row)).sort()
}

async function noteDelivered(connection: Connection, delivered: readonly Delivered[]) {
  await connection.query(
    `CREATE OR REPLACE TABLE delivered (kind VARCHAR(4), ind BIGINT, PRIMARY KEY (kind, ind))`,
  )
  const values = new Map(delivered.map(({ kind, row }) => [`${kind} ${row}`, [kind, row]])).values()
  await connection.query('INSERT INTO delivered VALUES ?', [[...values]])
}

async function answer(connection: Connection, task: string): Promise<Answer> {
  const query = { sql: await sql(`task-${task}`), rowsAsArray: true }
  const [rows, fields] = await connection.query<RowDataPacket[][]>(query)
  return { columns: fields.map(({ name }) => name), rows }
}

function sql(name: string): Promise<string> {
  return readFile(new URL(`../sql/${name}.sql`, import.meta.url), 'utf8')
}
