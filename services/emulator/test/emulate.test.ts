import { describe, expect, test } from '@jest/globals'
import { kinds } from '@pinpipe/schema'
import { seededDraws } from '../src/draws.ts'
import { emulate } from '../src/emulate.ts'
import { EmulatorError } from '../src/errors.ts'
import { fakeRun } from './fakes/run.ts'
import { FakeSource } from './fakes/source.ts'
import { FakeTarget, failures } from './fakes/target.ts'
import { FakeTiming } from './fakes/timing.ts'

const drawn = (posts: number) => [...seededDraws(posts, 100).rows].map((ind) => `{"ind":${ind}}`)

describe('the pace of the original', () => {
  test('posts pin, geo and user of one row before it sleeps for the next', async () => {
    const { run, target, timing } = fakeRun({ posts: 5, rate: 'original' })
    const { summary, failure } = await emulate(run)
    expect(failure).toBeUndefined()
    expect(target.requests).toEqual(
      drawn(5).flatMap((value) => kinds.map((kind) => ({ kind, values: [value] }))),
    )
    expect(timing.sleeps).toEqual([0, 1000, 1000, 1000, 0])
    expect(summary).toMatchObject({ acknowledged: 15, rate: { asked: null, held: true } })
  })
})

describe('a rate', () => {
  test('sends the rows of the original, each topic in the order of the posts', async () => {
    const { run, target } = fakeRun({ posts: 400, rate: 2000 })
    await emulate(run)
    for (const kind of kinds) expect(target.stored[kind]).toEqual(drawn(400))
  })

  test('sends a geo when its pin is stored and a user when its geo is, whichever topic is slow', async () => {
    const busy = [failures.busy]
    const target: FakeTarget = new FakeTarget((values, request) => {
      const { kind } = target.requests[request] as (typeof target.requests)[number]
      const before = kinds[kinds.indexOf(kind) - 1]
      if (before) expect(target.stored[before]).toEqual(expect.arrayContaining([...values]))
      return request % 7 < 2 ? values.flatMap(() => busy) : []
    })
    const { run } = fakeRun({ posts: 300, rate: 1000 }, { target })
    expect((await emulate(run)).failure).toBeUndefined()
    for (const kind of kinds) expect(target.stored[kind]).toEqual(drawn(300))
  })

  test.each([
    [100, 100, 600],
    [100, 1000, 60],
    [500, 200, 600],
    [500, 500, 600],
    [500, 1000, 60],
  ])(
    'for a target of single records up to %i/s sends 200 posts at %i/s in %i requests',
    async (singlesUpTo, rate, requests) => {
      const { run, target } = fakeRun(
        { posts: 200, rate },
        { target: new FakeTarget(undefined, singlesUpTo) },
      )
      await emulate(run)
      expect(target.requests).toHaveLength(requests)
    },
  )

  test('sends every row once, in order, when as many posts are asked as the table has rows', async () => {
    const { run, target } = fakeRun({ posts: 50, rate: 1000 }, { source: new FakeSource(50) })
    await emulate(run)
    expect(target.stored.user).toEqual(Array.from({ length: 50 }, (_, ind) => `{"ind":${ind}}`))
  })

  test('reads the rows by key, many in one query, and never a row that is not sent', async () => {
    const { run, source } = fakeRun({ posts: 450, rate: 200 })
    await emulate(run)
    const pins = source.reads.filter(({ kind }) => kind === 'pin')
    expect(pins.map(({ numbers }) => numbers.length)).toEqual([200, 200, 50])
    expect(pins.flatMap(({ numbers }) => numbers)).toEqual([...seededDraws(450, 100).rows])
  })

  test('is reported as held when it was, in the ledger and in the summary', async () => {
    const { run, ledger } = fakeRun({ posts: 200, rate: 100 })
    const { summary } = await emulate(run)
    expect(summary.rate).toMatchObject({ asked: 100, held: true })
    expect(ledger.lines.at(-1)).toMatchObject({
      type: 'end',
      posts: 200,
      sent: 600,
      acknowledged: 600,
      unknown: 0,
      failed: 0,
    })
  })

  test('is reported as not held when the target is too slow', async () => {
    const timing = new FakeTiming()
    const target = new FakeTarget(() => {
      timing.advance(40)
      return []
    })
    const { run } = fakeRun({ posts: 100, rate: 100 }, { target, timing })
    const { rate } = (await emulate(run)).summary
    expect(rate.held).toBe(false)
    expect(rate.achieved).toBeLessThan(26)
  })
})

describe('a run that cannot go on', () => {
  test('ends at the first record that is refused, and says which', async () => {
    const target = new FakeTarget((values) =>
      values.map((value) => (value === '{"ind":5730}' ? failures.refused : undefined)),
    )
    const { run, ledger } = fakeRun({ posts: 1000, rate: 100 }, { target })
    const { summary, failure } = await emulate(run)
    expect(failure).toMatchObject({ code: 'NOT_DELIVERED', facts: { row: 5730, post: 2 } })
    expect(summary.failed).toBeGreaterThanOrEqual(1)
    expect(summary.sent).toBeLessThan(30)
    expect(summary.sent).toBe(summary.acknowledged + summary.failed)
    expect(ledger.of('end')).toMatchObject([{ posts: 1000, failed: summary.failed }])
  })

  test('waits for a database that is not up yet', async () => {
    const { run } = fakeRun({ posts: 3 }, { source: new FakeSource(11_154, 5) })
    const { summary, failure } = await emulate(run)
    expect(failure).toBeUndefined()
    expect(summary.acknowledged).toBe(9)
  })

  test('waits for a database that goes away in the middle, and loses no row', async () => {
    const source = new FakeSource(11_154)
    const target = new FakeTarget((_values, request) => {
      if (request === 100) source.stop(7)
      return []
    })
    const { run } = fakeRun({ posts: 500, rate: 50 }, { source, target })
    expect((await emulate(run)).failure).toBeUndefined()
    for (const kind of kinds) expect(target.stored[kind]).toEqual(drawn(500))
  })

  test('gives up when the database stays away for the retry time', async () => {
    const source = new FakeSource(11_154, Number.POSITIVE_INFINITY)
    const { run, timing } = fakeRun({ posts: 10 }, { source })
    const { summary, failure } = await emulate(run)
    expect(failure).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(summary).toMatchObject({ posts: 10, sent: 0, acknowledged: 0 })
    expect(timing.now()).toBeGreaterThan(110_000)
  })

  test('does not wait for a table that is not there', async () => {
    const source = new FakeSource(11_154)
    source.read = async () => {
      throw new EmulatorError('SOURCE_REFUSED', 'no such table')
    }
    const { run } = fakeRun({}, { source })
    expect((await emulate(run)).failure).toMatchObject({ code: 'SOURCE_REFUSED' })
  })

  test('ends between requests when it is stopped, with every sent record settled', async () => {
    const stop = new AbortController()
    const target = new FakeTarget((_values, request) => {
      if (request === 40) stop.abort(new EmulatorError('STOPPED', 'stopped'))
      return []
    })
    const { run } = fakeRun({ posts: 1000, rate: 100 }, { target, stop })
    const { summary, failure } = await emulate(run)
    expect(failure).toMatchObject({ code: 'STOPPED' })
    expect(summary.failed).toBe(0)
    expect(summary.acknowledged).toBe(summary.sent)
    expect(summary.sent).toBeLessThan(100)
  })
})
