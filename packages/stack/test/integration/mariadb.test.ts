import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { chooseBackend } from '../../src/backend.ts'
import { defaultHost, type Host, temporaryDir } from '../../src/host.ts'
import { type MariaDb, startMariaDb } from '../../src/mariadb/mariadb.ts'
import { mariaDbFiles } from '../../src/setup/mariadb.ts'

const backend = await chooseBackend()

async function query(mariadb: MariaDb, sql: string): Promise<RowDataPacket[]> {
  const { host: address, port, user, password, database } = mariadb
  const connection = await createConnection({ host: address, port, user, password, database })
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql)
    return rows
  } finally {
    await connection.end()
  }
}

describe('a server', () => {
  let mariadb: MariaDb

  beforeAll(async () => {
    mariadb = await startMariaDb({ user: 'someone', password: 'a word', database: 'some_data' })
  }, 300_000)

  afterAll(() => mariadb?.stop())

  test('has the database and the user that it was asked for, and takes large rows', async () => {
    const sql = "SELECT DATABASE() AS name, LENGTH(REPEAT('x', 20000000)) AS size"
    expect(await query(mariadb, sql)).toEqual([{ name: 'some_data', size: 20_000_000 }])
    expect(await readFile(mariadb.logFile, 'utf8')).toContain('ready for connections')
  })

  test('that is killed starts again at its address with what was committed', async () => {
    await query(mariadb, 'CREATE TABLE kept (n INT PRIMARY KEY)')
    await query(mariadb, 'INSERT INTO kept VALUES (7)')
    await mariadb.kill()
    await expect(query(mariadb, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await mariadb.start()
    expect(await query(mariadb, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
  }, 120_000)

  test('that is frozen answers nothing, and ends by itself when it is stopped', async () => {
    await mariadb.freeze()
    const { host, port, user, password } = mariadb
    const connecting = createConnection({ host, port, user, password, connectTimeout: 500 })
    await expect(connecting).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    await mariadb.stop()
    expect(await mariadb.exited).toEqual({ code: 0, signal: null })
    await mariadb.start()
  }, 120_000)

  test('that is stopped ends by itself, and can be started again', async () => {
    await mariadb.stop()
    expect(await mariadb.exited).toEqual({ code: 0, signal: null })
    await mariadb.start()
    expect(await query(mariadb, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  }, 120_000)
})

if (backend === 'processes') {
  describe('a server from the jar', () => {
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

    test('starts without root or an installation, in a long path with blanks', async () => {
      const [row] = await query(mariadb, 'SELECT VERSION() AS version, DATABASE() AS name')
      const version = expect.stringContaining('11.4.5')
      expect(row).toMatchObject({ version, name: 'pinterest_data' })
    })

    test('is found with its data by a new object over the same folder, which takes a new password', async () => {
      await query(mariadb, 'CREATE TABLE kept (n INT PRIMARY KEY)')
      await query(mariadb, 'INSERT INTO kept VALUES (7)')
      await mariadb.stop()
      mariadb = await startMariaDb({ host, dir, password: 'another' })
      expect(await query(mariadb, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
    }, 120_000)
  })
}
