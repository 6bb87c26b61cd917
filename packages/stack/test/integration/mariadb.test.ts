import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { defaultHost, type Host, temporaryDir } from '../../src/host.ts'
import { type MariaDb, startMariaDb } from '../../src/mariadb/mariadb.ts'
import { mariaDbFiles } from '../../src/setup/mariadb.ts'

let host: Host
let dir: string
let mariadb: MariaDb

beforeAll(async () => {
  // No folder to look in: the server inside the jar, as on a host without MariaDB.
  const { baseDir } = await mariaDbFiles(defaultHost(), [])
  host = { ...defaultHost(), env: { ...process.env, PINPIPE_MARIADB_HOME: baseDir } }
  dir = join(temporaryDir('test'), `a path with blanks, ${'long '.repeat(20)}`)
  mariadb = await startMariaDb({ host, dir })
}, 300_000)

afterAll(() => mariadb?.stop())

async function query(sql: string): Promise<RowDataPacket[]> {
  const { host: address, port, user, password, database } = mariadb
  const connection = await createConnection({ host: address, port, user, password, database })
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql)
    return rows
  } finally {
    await connection.end()
  }
}

test("the jar's server starts without root or an installation, in a long path with blanks", async () => {
  const [row] = await query('SELECT VERSION() AS version, DATABASE() AS name')
  expect(row).toMatchObject({ version: expect.stringContaining('11.4.5'), name: 'pinterest_data' })
  expect(await readFile(mariadb.logFile, 'utf8')).toContain('ready for connections')
})

test('what was committed outlives a kill and a stop', async () => {
  await query('CREATE TABLE kept (n INT PRIMARY KEY)')
  await query('INSERT INTO kept VALUES (7)')
  await mariadb.kill()
  await mariadb.start()
  expect(await query('SELECT n FROM kept')).toEqual([{ n: 7 }])
  await mariadb.stop()
  expect(await mariadb.exited).toEqual({ code: 0, signal: null })
  await mariadb.start()
  expect(await query('SELECT n FROM kept')).toEqual([{ n: 7 }])
}, 120_000)

test('a new object over the same folder finds the data and takes a new password', async () => {
  await mariadb.stop()
  mariadb = await startMariaDb({ host, dir, password: 'another' })
  expect(await query('SELECT n FROM kept')).toEqual([{ n: 7 }])
}, 120_000)
