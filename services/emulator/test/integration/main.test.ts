import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { kinds } from '@pinpipe/schema'
import { answer, type Behaviour } from '../fakes/gateway.ts'
import { everyRow, ROWS, Stage, topicOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
}, 180_000)

afterEach(() => stage.stopGateway())
afterAll(() => stage?.close())

describe('the emulator', () => {
  test('posts every row of every table in order, byte for byte, and accounts for each; its log is JSON', async () => {
    const { ended, ledger } = await stage.post(undefined, ['--rate', '1000/s'])
    const { code, stdout, stderr } = await ended
    expect(code).toBe(0)
    const log = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(log).toContainEqual(expect.objectContaining({ posts: ROWS, total: ROWS }))
    for (const kind of kinds) expect(stage.gateway.stored(topicOf(kind))).toEqual(everyRow(kind))
    expect(JSON.parse(stdout)).toMatchObject({
      posts: ROWS,
      sent: 3 * ROWS,
      acknowledged: 3 * ROWS,
      unknown: 0,
      failed: 0,
      error: null,
    })
    await stage.expectExplained(ledger)
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
    const { ended, ledger } = await stage.post(
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
      expect(new Set(stage.gateway.stored(topicOf(kind)))).toEqual(new Set(everyRow(kind)))
    }
    await stage.expectExplained(ledger)
  }, 60_000)

  test('ends with 1 and names the record when one is refused', async () => {
    const { ended, ledger } = await stage.post(
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

  test('ends with 2 and every problem in one message when settings are not usable', async () => {
    const { ended } = await stage.post(undefined, ['--rate', 'fast'], { MYSQL_PORT: '0' })
    const { code, stderr, stdout } = await ended
    expect(code).toBe(2)
    const { msg } = JSON.parse(stderr)
    expect(msg).toContain('EMULATOR_RATE')
    expect(msg).toContain('MYSQL_PORT')
    expect(stdout).toBe('')
  }, 60_000)
})
