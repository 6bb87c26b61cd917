import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Kind, kinds } from '@pinpipe/schema'
import { startMariaDb } from '@pinpipe/stack'
import { MysqlRows } from '../../src/mysql-rows.ts'
import { encodeRow } from '../../src/wire.ts'
import { connect, geoOnTheWire, loadTables, pinOnTheWire, userOnTheWire } from './source-tables.ts'

let database: Awaited<ReturnType<typeof startMariaDb>>
let source: MysqlRows

beforeAll(async () => {
  database = await startMariaDb()
  await loadTables(database, 20)
  source = new MysqlRows(database)
}, 180_000)

afterAll(async () => {
  await source?.close()
  await database?.stop()
})

async function wire(kind: Kind, numbers: readonly number[]): Promise<string[]> {
  const { columns, rows } = await source.read(kind, numbers)
  return rows.map((row) => encodeRow(columns, row).toString())
}

async function run(sql: string): Promise<unknown> {
  const connection = await connect(database)
  const [result] = await connection.query(sql)
  await connection.end()
  return result
}

describe('rows of MariaDB', () => {
  test('go on the wire with the digits that the database prints, dates with a T, texts as they are', async () => {
    expect(await wire('pin', [0])).toEqual([pinOnTheWire(0)])
    expect(await wire('geo', [0])).toEqual([geoOnTheWire(0)])
    expect(await wire('geo', [0])).toEqual([expect.stringContaining('"latitude":-89.9787,')])
    expect(await wire('user', [19])).toEqual([userOnTheWire(19)])
  })

  test('come in the order in which they were asked for, also twice', async () => {
    const numbers = [7, 3, 7, 19, 0]
    expect(await wire('geo', numbers)).toEqual(numbers.map(geoOnTheWire))
  })

  test('are counted', async () => {
    expect(await source.size()).toBe(20)
  })

  test('are found by key, without a scan of the table', async () => {
    const scans = async () => {
      const [status] = (await run("SHOW GLOBAL STATUS LIKE 'Select_scan'")) as { Value: string }[]
      return Number(status?.Value)
    }
    // Asking is a scan of its own.
    const before = await scans()
    for (const kind of kinds) await source.read(kind, [3])
    expect((await scans()) - before).toBe(1)
    await run('SELECT * FROM pinterest_data')
    expect((await scans()) - before).toBe(3)
  })

  test('have null for NULL', async () => {
    await run('UPDATE geolocation_data SET latitude = NULL, country = NULL WHERE ind = 5')
    const [row] = await wire('geo', [5])
    expect(JSON.parse(row as string)).toMatchObject({ latitude: null, country: null })
  })

  test('travel with a column that the schema does not know', async () => {
    await run("ALTER TABLE user_data ADD COLUMN language TEXT DEFAULT 'es'")
    expect(await wire('user', [1])).toEqual([expect.stringMatching(/,"language":"es"}$/)])
  })
})

describe('a source that cannot be read', () => {
  test('names the row that is missing', async () => {
    await expect(source.read('geo', [1, 20])).rejects.toMatchObject({
      code: 'ROW_MISSING',
      facts: { table: 'geolocation_data', row: 20 },
    })
  })

  test('is refused for good where the rights are missing', async () => {
    const stranger = new MysqlRows({ ...database, password: 'wrong' })
    await expect(stranger.size()).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
      retriable: false,
    })
    await stranger.close()
  })

  test('is unreachable while the database is down, and answers when it is back', async () => {
    await database.kill()
    await expect(source.size()).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      retriable: true,
    })
    await database.start()
    expect(await source.size()).toBe(20)
  }, 60_000)
})
