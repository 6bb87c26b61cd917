import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Kind, kinds, tables } from '@pinpipe/schema'
import { freePort, type MariaDb, startMariaDb } from '@pinpipe/stack'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { generateDataset } from '../../src/dataset.ts'
import { DatasetError, loadDataset } from '../../src/load.ts'
import { cleanTables } from '../../src/targets.ts'

const MINUTE = 60_000
const small = generateDataset({ rows: 2500, seed: 3 })
let server: MariaDb
let database: Connection

beforeAll(async () => {
  server = await startMariaDb()
  const { host, port, user, password, database: name } = server
  const access = { host, port, user, password, database: name }
  database = await createConnection({
    ...access,
    charset: 'utf8mb4',
    typeCast: (field) => field.string(),
  })
}, 10 * MINUTE)

afterAll(async () => {
  await database?.end()
  await server?.stop()
}, MINUTE)

beforeEach(async () => {
  const names = [...Object.values(tables), ...Object.values(cleanTables)].map(({ name }) => name)
  await database.query(`DROP TABLE IF EXISTS ${[...names, '_pinpipe_dataset'].join(', ')}`)
})

const load = (dataset = small, clean = false) => loadDataset(server, dataset, { clean })

/** All rows of a table, each value as the text protocol prints it. */
async function rowsOf(table: string, key: string): Promise<RowDataPacket[]> {
  const [rows] = await database.query<RowDataPacket[]>(`SELECT * FROM ${table} ORDER BY \`${key}\``)
  return rows
}

/** A row as the text protocol prints it: a blank between date and time, numbers as digits. */
const asText = (row: object) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      /timestamp|date_joined/.test(name)
        ? String(value).replace('T', ' ')
        : name === 'coordinates'
          ? JSON.stringify(value)
          : value === null
            ? null
            : String(value),
    ]),
  )

describe('loadDataset', () => {
  it.each(kinds)('stores the %s rows so that the database prints the wire values', async (kind) => {
    await load()
    const rows = await rowsOf(tables[kind].name, tables[kind].key)
    expect(rows).toEqual([...small.posts()].map(({ wire }) => asText(wire[kind])))
  })

  it('stores the clean truth with nulls for what is missing', async () => {
    expect(await load(small, true)).toEqual({ loaded: ['source', 'clean'], kept: [] })
    for (const kind of kinds) {
      const rows = await rowsOf(cleanTables[kind].name, 'ind')
      expect(rows).toEqual([...small.posts()].map(({ clean }) => asText(clean[kind as Kind])))
    }
  })

  it('gives the row with index n at offset n, read by its key', async () => {
    await load()
    for (const kind of kinds) {
      const { name, key } = tables[kind]
      const [[at]] = await database.query<RowDataPacket[]>(`SELECT * FROM ${name} LIMIT 1234,1`)
      expect(at?.[key]).toBe('1234')
      const [[plan]] = await database.query<RowDataPacket[]>(
        `EXPLAIN SELECT * FROM ${name} WHERE \`${key}\` = 1234`,
      )
      expect(plan?.type).toBe('const')
    }
  })

  it('leaves tables alone that hold the same data, and replaces others', async () => {
    expect((await load()).loaded).toEqual(['source'])
    expect(await load()).toEqual({ loaded: [], kept: ['source'] })
    const other = generateDataset({ rows: 100, seed: 3 })
    expect((await load(other)).loaded).toEqual(['source'])
    expect(await rowsOf('user_data', 'ind')).toHaveLength(100)
  })

  it('loads again what an earlier load did not finish', async () => {
    const stopped = new Error('stopped')
    const onProgress = () => {
      throw stopped
    }
    await expect(loadDataset(server, small, { onProgress })).rejects.toMatchObject({
      code: 'LOAD_FAILED',
      cause: stopped,
    })
    expect((await load()).loaded).toEqual(['source'])
    expect(await rowsOf('pinterest_data', 'index')).toHaveLength(2500)
  })

  it('does not touch rows that it did not load', async () => {
    await database.query('CREATE TABLE user_data (ind BIGINT)')
    await database.query('INSERT INTO user_data VALUES (1)')
    await expect(load()).rejects.toMatchObject({
      code: 'TABLES_NOT_OURS',
      facts: { table: 'user_data' },
    })
    expect(await rowsOf('user_data', 'ind')).toEqual([{ ind: '1' }])
  })

  it('fills tables that were made before but are empty', async () => {
    await database.query('CREATE TABLE user_data (ind BIGINT)')
    expect((await load()).loaded).toEqual(['source'])
    expect(await rowsOf('user_data', 'ind')).toHaveLength(2500)
  })

  it('says where it found no database, as an error worth a retry', async () => {
    const nowhere = { host: '127.0.0.1', port: await freePort() }
    const { user, password, database: name } = server
    const loading = loadDataset({ ...nowhere, user, password, database: name }, small)
    await expect(loading).rejects.toBeInstanceOf(DatasetError)
    await expect(loading).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', retriable: true })
  })

  it('is run by the command with the settings of the database', async () => {
    const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
    const { host, port, user, password, database: name } = server
    const env = {
      ...process.env,
      MYSQL_HOST: host,
      MYSQL_PORT: String(port),
      MYSQL_USER: user,
      MYSQL_PASSWORD: password,
      MYSQL_DATABASE: name,
    }
    const argv = [main, '--load', '--clean', '--rows', '300', '--seed', '5']
    const { stderr } = await promisify(execFile)(process.execPath, argv, { env })
    expect(stderr).toMatch(/loaded the source tables into .*\n.*loaded the clean tables into/)
    expect(await rowsOf('clean_pin', 'ind')).toHaveLength(300)
  })
})
