import { describe, expect, test } from '@jest/globals'
import { deliver } from '../src/deliver.ts'
import { wireRecord } from '../src/outcomes.ts'
import { fakeRun } from './fakes/run.ts'
import { FakeTarget, failures, type Reaction } from './fakes/target.ts'

const records = (count: number) =>
  Array.from({ length: count }, (_, post) =>
    wireRecord(
      { kind: 'pin', topic: '0a1b2c3d4e5f.pin', post, row: 7000 + post },
      Buffer.from(`v${post}`),
    ),
  )
const at = (react: Reaction) => fakeRun({}, { target: new FakeTarget(react) })
const never = new AbortController().signal

describe('a batch', () => {
  test('is acknowledged record by record, in order, in the ledger', async () => {
    const { run, ledger } = fakeRun()
    await deliver(records(3), run, never)
    expect(ledger.lines.map(({ type }) => type)).toEqual([
      ...Array(3).fill('sent'),
      ...Array(3).fill('ack'),
    ])
    expect(ledger.of('ack')[2]).toEqual({
      type: 'ack',
      kind: 'pin',
      row: 7002,
      post: 2,
      topic: '0a1b2c3d4e5f.pin',
      partition: 0,
      offset: 2,
      sha256: 'fb04dcb6970e4c3d1873de51fd5a50d7bb46b3383113602665c350ec40b5f990',
      attempts: 1,
    })
  })

  test('sends again only the records that failed', async () => {
    const { run, target } = at((_values, request) =>
      request === 0 ? [undefined, failures.unsure] : [],
    )
    await deliver(records(3), run, never)
    expect(target.requests.map(({ values }) => values)).toEqual([['v0', 'v1', 'v2'], ['v1']])
    expect(target.stored.pin).toEqual(['v0', 'v2', 'v1'])
  })

  test('notes an attempt of unknown outcome, and counts the attempts of the record', async () => {
    const { run, ledger } = at((values, request) =>
      request < 2 ? values.map(() => failures.cut) : [],
    )
    await deliver(records(1), run, never)
    expect(ledger.lines.map(({ type }) => type)).toEqual([
      'sent',
      'unknown',
      'sent',
      'unknown',
      'sent',
      'ack',
    ])
    expect(ledger.of('unknown')).toMatchObject([{ reason: 'connection' }, { reason: 'connection' }])
    expect(ledger.of('ack')).toMatchObject([{ attempts: 3 }])
  })

  test('has no unknown outcome where the target refused before it stored', async () => {
    const { run, ledger } = at((values, request) =>
      request === 0 ? values.map(() => failures.busy) : [],
    )
    await deliver(records(2), run, never)
    expect(ledger.of('unknown')).toEqual([])
    expect(run.outcomes.counts).toMatchObject({ sent: 2, retries: 2, acknowledged: 2, unknown: 0 })
  })

  test('waits with full jitter, and at least as long as the target asks', async () => {
    const busy = { ...failures.busy, afterMs: 7000 }
    const { run, timing } = at((_values, request) =>
      request < 4 ? [request < 3 ? failures.busy : busy] : [],
    )
    await deliver(records(1), run, never)
    expect(timing.sleeps).toEqual([99, 199, 399, 7000])
  })

  test('fails at once for a record that is refused, and names it', async () => {
    const { run, target, ledger } = at(() => [undefined, failures.refused])
    await expect(deliver(records(2), run, never)).rejects.toMatchObject({
      code: 'NOT_DELIVERED',
      message:
        'pin row 7001 (post 1) was not delivered to 0a1b2c3d4e5f.pin: 40401 Topic not found.',
    })
    expect(target.requests).toHaveLength(1)
    expect(ledger.of('failed')).toMatchObject([
      { row: 7001, post: 1, error_code: 40401, error: 'Topic not found.' },
    ])
  })

  test('still delivers the others of a batch in which one is refused', async () => {
    const { run, target } = at((_values, request) =>
      request === 0 ? [failures.refused, failures.unsure] : [],
    )
    await expect(deliver(records(2), run, never)).rejects.toMatchObject({ code: 'NOT_DELIVERED' })
    expect(target.stored.pin).toEqual(['v1'])
  })

  test('gives up when the retry time is over, and every record left is failed', async () => {
    const { run, timing, ledger } = at((values) => values.map(() => failures.busy))
    await expect(deliver(records(3), run, never)).rejects.toMatchObject({ code: 'NOT_DELIVERED' })
    expect(timing.now()).toBeGreaterThan(110_000)
    expect(timing.now()).toBeLessThanOrEqual(120_000)
    expect(ledger.of('failed').map(({ post }) => post)).toEqual([0, 1, 2])
  })

  test('stops between two attempts, and the records under way are failed', async () => {
    const stop = new AbortController()
    const { run, ledger } = at(() => {
      stop.abort(new Error('enough'))
      return [failures.busy]
    })
    await expect(deliver(records(1), run, stop.signal)).rejects.toThrow('enough')
    expect(ledger.of('failed')).toMatchObject([{ error_code: 'stopped' }])
  })

  test('leaves no trace of records that were never sent', async () => {
    const { run, ledger } = fakeRun()
    await expect(deliver(records(1), run, AbortSignal.abort())).rejects.toThrow('aborted')
    expect(ledger.lines).toEqual([])
    expect(run.outcomes.counts.failed).toBe(0)
  })

  test('makes the run not ready while it waits, and ready again when it is taken', async () => {
    const states: boolean[] = []
    const { run } = at((_values, request) => {
      states.push(run.events.readiness().ready)
      return request === 0 ? [failures.busy] : []
    })
    run.events.recovered('database')
    await deliver(records(1), run, never)
    states.push(run.events.readiness().ready)
    expect(states).toEqual([true, false, true])
  })
})
