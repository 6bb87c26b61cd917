import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { kinds } from '@pinpipe/schema'
import { freePort, startMariaDb, waitFor } from '@pinpipe/stack'
import { answer, type Behaviour, startFakeGateway } from '../fakes/gateway.ts'
import { compare, readLedger, startEmulator } from './process.ts'
import { geoOnTheWire, loadTables, pinOnTheWire, userOnTheWire } from './source-tables.ts'

const ROWS = 300
const ON_THE_WIRE = { pin: pinOnTheWire, geo: geoOnTheWire, user: userOnTheWire }
const topicOf = (kind: string) => `0a1b2c3d4e5f.${kind}`

let database: Awaited<ReturnType<typeof startMariaDb>>
let gateway: Awaited<ReturnType<typeof startFakeGateway>>
let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'emulator-'))
  database = await startMariaDb()
  await loadTables(database, ROWS)
}, 180_000)

afterEach(() => gateway?.stop())

afterAll(async () => {
  await database?.stop()
  await rm(dir, { recursive: true })
})

/** Starts gateway and emulator: every row once, unless `args` ask for something else. */
async function post(behave: Behaviour | undefined, args: readonly string[], env = {}) {
  gateway = await startFakeGateway(behave)
  const ledger = join(dir, 'ledger.jsonl')
  const emulator = startEmulator(['--posts', `${ROWS}`, '--json', '--ledger', ledger, ...args], {
    EMULATOR_URL: gateway.url,
    EMULATOR_ADMIN_PORT: String(await freePort()),
    MYSQL_HOST: database.host,
    MYSQL_PORT: String(database.port),
    MYSQL_USER: database.user,
    MYSQL_PASSWORD: database.password,
    MYSQL_DATABASE: database.database,
    ...env,
  })
  return { ...emulator, ledger: () => readLedger(ledger) }
}

const everyRow = (kind: keyof typeof ON_THE_WIRE) =>
  Array.from({ length: ROWS }, (_, n) => ON_THE_WIRE[kind](n))

async function expectExplained(ledger: () => ReturnType<typeof readLedger>) {
  const lines = await ledger()
  for (const kind of kinds) {
    const topic = topicOf(kind)
    expect(compare(lines, topic, gateway.stored(topic))).toEqual({ wrong: [], unexplained: [] })
  }
}

describe('the emulator', () => {
  test('posts every row of every table in order, byte for byte, and accounts for each', async () => {
    const { ended, ledger } = await post(undefined, ['--rate', '1000/s'])
    const { code, stdout } = await ended
    expect(code).toBe(0)
    for (const kind of kinds) expect(gateway.stored(topicOf(kind))).toEqual(everyRow(kind))
    expect(JSON.parse(stdout)).toMatchObject({
      posts: ROWS,
      sent: 3 * ROWS,
      acknowledged: 3 * ROWS,
      unknown: 0,
      failed: 0,
      error: null,
    })
    await expectExplained(ledger)
    expect((await ledger()).at(-1)).toMatchObject({ type: 'end', acknowledged: 3 * ROWS })
  }, 60_000)

  test('delivers every record through a gateway that refuses, cuts, and is not sure', async () => {
    const troubles: Behaviour[] = [
      ({ response }) =>
        answer(response, 429, { error_code: 429, message: 'slow' }, { 'retry-after': '0' }),
      ({ response }) => answer(response, 503, { error_code: 50302, message: 'no broker' }),
      ({ response }) => response.destroy(),
      ({ response, storeSilently }) => {
        storeSilently()
        response.destroy()
      },
      ({ response, received }) => {
        const count = received.body.split('"value":').length - 1
        const unsure = { partition: null, offset: null, error_code: 50003, error: 'not sure' }
        answer(response, 200, { offsets: Array(count).fill(unsure) })
      },
    ]
    const { ended, ledger } = await post(
      (exchange) => {
        const trouble = exchange.number % 3 === 0 ? troubles[(exchange.number / 3) % 5] : undefined
        if (trouble) trouble(exchange)
        else exchange.store()
      },
      ['--rate', '1000/s'],
    )
    const { code, stdout } = await ended
    const summary = JSON.parse(stdout)
    expect(summary).toMatchObject({ acknowledged: 3 * ROWS, failed: 0, error: null })
    expect(summary.unknown).toBeGreaterThan(0)
    expect(code).toBe(0)
    for (const kind of kinds) {
      expect(new Set(gateway.stored(topicOf(kind)))).toEqual(new Set(everyRow(kind)))
    }
    await expectExplained(ledger)
  }, 60_000)

  test('ends with 1 and names the record when one is refused', async () => {
    const { ended, ledger } = await post(
      ({ received, response, store }) => {
        if (!received.body.includes('"index":7,')) return store()
        return answer(response, 404, { error_code: 40401, message: 'Topic not found.' })
      },
      ['--rate', '100/s'],
    )
    const { code, stdout, stderr } = await ended
    expect(code).toBe(1)
    expect(JSON.parse(stdout).error).toBe(
      `pin row 7 (post 7) was not delivered to ${topicOf('pin')}: 40401 Topic not found.`,
    )
    expect(stderr).toContain('pin row 7 (post 7)')
    expect((await ledger()).find(({ type }) => type === 'failed')).toMatchObject({
      kind: 'pin',
      row: 7,
      error_code: 40401,
    })
  }, 60_000)

  test('settles what it has sent on SIGTERM and ends with 0', async () => {
    const { ended, ledger, kill } = await post(
      ({ number, store }) => {
        if (number === 30) kill('SIGTERM')
        store()
      },
      ['--rate', '50/s'],
    )
    const { code, stdout } = await ended
    expect(code).toBe(0)
    const summary = JSON.parse(stdout)
    expect(summary.acknowledged).toBe(summary.sent)
    expect(summary.sent).toBeLessThan(3 * ROWS)
    await expectExplained(ledger)
  }, 60_000)

  test('leaves a ledger that explains every stored record when it is killed', async () => {
    const { ended, ledger, kill } = await post(
      ({ number, storeSilently, store }) => {
        if (number < 30) return store()
        storeSilently()
        return kill('SIGKILL')
      },
      ['--rate', '1000/s'],
    )
    expect((await ended).code).toBeNull()
    expect((await ledger()).some(({ type }) => type === 'end')).toBe(false)
    await expectExplained(ledger)
  }, 60_000)

  test('waits for a gateway that comes up later', async () => {
    const port = await freePort()
    const { ended } = await post(undefined, ['--posts', `${ROWS}`, '--rate', '1000/s'], {
      EMULATOR_URL: `http://127.0.0.1:${port}`,
    })
    const late = await startFakeGateway(undefined, port)
    expect((await ended).code).toBe(0)
    expect(late.stored(topicOf('geo'))).toEqual(everyRow('geo'))
    await late.stop()
  }, 60_000)

  test('goes on where it was when the database is killed and comes back', async () => {
    const { ended, output } = await post(undefined, ['--rate', '50/s'])
    await waitFor(() => gateway.requests.length > 30, { what: 'the first posts' })
    await database.kill()
    await waitFor(() => output.stderr.includes('"target":"database","reason"'), {
      what: 'a read that meets no database',
    })
    await database.start()
    expect((await ended).code).toBe(0)
    for (const kind of kinds) expect(gateway.stored(topicOf(kind))).toEqual(everyRow(kind))
  }, 90_000)

  test('ends with 1 when the database stays away for the retry time', async () => {
    const { ended } = await post(undefined, ['--retry-for', '1'], {
      MYSQL_PORT: String(await freePort()),
    })
    const { code, stdout, stderr } = await ended
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ sent: 0, acknowledged: 0 })
    expect(stderr).toContain('does not answer')
    expect(gateway.requests).toEqual([])
  }, 60_000)

  test('ends with 2 and every problem in one message when settings are not usable', async () => {
    const { ended } = await post(undefined, ['--rate', 'fast'], { MYSQL_PORT: '0' })
    const { code, stderr, stdout } = await ended
    expect(code).toBe(2)
    expect(stderr).toContain('EMULATOR_RATE')
    expect(stderr).toContain('MYSQL_PORT')
    expect(stdout).toBe('')
  }, 60_000)
})
