import { expect, test } from '@jest/globals'
import { type Kind, kinds } from '@pinpipe/schema'
import { StreamTally, weightedPercentile } from '../../src/system/stream-tally.ts'

const END = new Date('2026-11-01T12:00:00Z')

const batch = (kind: Kind, records: number, total = { records, rows: records }, ms = 1_000) =>
  ({ event: 'batch', kind, records, total, p50_ms: ms, p95_ms: 2 * ms }) as const

const idle = (kind: Kind, second: string) =>
  ({ event: 'idle', kind, at: `2026-11-01T12:00:${second}Z` }) as const

test('the streams are caught up when each kind has its records and was looked at after the end', async () => {
  const tally = new StreamTally()
  let isCaughtUp = false
  const caughtUp = tally.caughtUp(END, 10).then(() => {
    isCaughtUp = true
  })
  const hear = async (...events: Parameters<StreamTally['hear']>) => {
    tally.hear(...events)
    await Promise.resolve()
    return isCaughtUp
  }
  for (const kind of kinds) await hear(batch(kind, kind === 'geo' ? 9 : 10))
  await hear(idle('pin', '05.000'))
  await hear(idle('user', '00.900'))
  expect(await hear(idle('geo', '05.000'))).toBe(false)
  expect(await hear(batch('geo', 1, { records: 10, rows: 9 }))).toBe(false)
  expect(await hear(idle('user', '06.000'))).toBe(true)
  await caughtUp
  expect(tally).toMatchObject({ records: 30, rows: 29 })
})

test('figures are null before the first batch, and later weighted by records', () => {
  const tally = new StreamTally()
  expect(tally).toMatchObject({ records: 0, rows: 0, p50: null, p95: null })
  tally.hear(batch('pin', 90, { records: 90, rows: 90 }, 100))
  tally.hear(batch('geo', 10, { records: 10, rows: 10 }, 900))
  expect(tally).toMatchObject({ p50: 100, p95: 1_800 })
})

test('a batch that a run after a kill tells again counts once', () => {
  const tally = new StreamTally()
  tally.hear(batch('pin', 10))
  tally.hear(batch('pin', 10))
  tally.hear(batch('pin', 5, { records: 15, rows: 12 }))
  expect(tally).toMatchObject({ records: 15, rows: 12 })
})

test('a weighted percentile is a value that is there', () => {
  expect(weightedPercentile([], 0.5)).toBeNull()
  expect(weightedPercentile([[7, 1]], 0.95)).toBe(7)
  const values = [[3, 1] as const, [1, 94] as const, [2, 5] as const]
  expect(weightedPercentile(values, 0.5)).toBe(1)
  expect(weightedPercentile(values, 0.95)).toBe(2)
})
