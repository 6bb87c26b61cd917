import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { kinds } from '@pinpipe/schema'
import { freePort, waitFor } from '@pinpipe/stack'
import { startFakeGateway } from '../fakes/gateway.ts'
import { everyRow, ROWS, Stage, topicOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
}, 180_000)

afterEach(() => stage.stopGateway())
afterAll(() => stage?.close())

describe('an emulator that is stopped', () => {
  test('settles what it has sent on SIGTERM and ends with 0', async () => {
    const { ended, ledger, kill } = await stage.post(
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
    await stage.expectExplained(ledger)
  }, 60_000)

  test('leaves a ledger that explains every stored record when it is killed', async () => {
    const { ended, ledger, kill } = await stage.post(
      ({ number, storeSilently, store }) => {
        if (number < 30) return store()
        storeSilently()
        return kill('SIGKILL')
      },
      // One post a request, however late: shared requests might be fewer than 30.
      ['--rate', '100/s'],
    )
    expect((await ended).code).toBeNull()
    expect((await ledger()).some(({ type }) => type === 'end')).toBe(false)
    await stage.expectExplained(ledger)
  }, 60_000)
})

describe('an emulator that meets an outage', () => {
  test('waits for a gateway that comes up later', async () => {
    const port = await freePort()
    const { ended } = await stage.post(undefined, ['--posts', `${ROWS}`, '--rate', '1000/s'], {
      EMULATOR_URL: `http://127.0.0.1:${port}`,
    })
    const late = await startFakeGateway(undefined, port)
    expect((await ended).code).toBe(0)
    expect(late.stored(topicOf('geo'))).toEqual(everyRow('geo'))
    await late.stop()
  }, 60_000)

  test('goes on where it was when the database is killed and comes back', async () => {
    const { ended, output } = await stage.post(undefined, ['--rate', '50/s'])
    await waitFor(() => stage.gateway.requests.length > 30, { what: 'the first posts' })
    await stage.database.kill()
    await waitFor(() => output.stderr.includes('"target":"database","reason"'), {
      what: 'a read that meets no database',
    })
    await stage.database.start()
    expect((await ended).code).toBe(0)
    for (const kind of kinds) expect(stage.gateway.stored(topicOf(kind))).toEqual(everyRow(kind))
  }, 90_000)

  test('ends with 1 when the database stays away for the retry time', async () => {
    const { ended } = await stage.post(undefined, ['--retry-for', '1'], {
      MYSQL_PORT: String(await freePort()),
    })
    const { code, stdout, stderr } = await ended
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ sent: 0, acknowledged: 0 })
    expect(stderr).toContain('does not answer')
    expect(stage.gateway.requests).toEqual([])
  }, 60_000)
})
