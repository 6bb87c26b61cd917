import { describe, expect, test } from '@jest/globals'
import { checkRunReport } from '../../src/checks/run-report.ts'
import { readRunReports } from '../../src/run-reports.ts'
import { MemoryStore } from '../bucket.ts'
import { putRunReport } from '../runs.ts'

const each = (count: number) => ({ pin: count, geo: count, user: count })
const counted = { clean: 3, duplicates: 1, quarantined: 1 }
const found = { clean: each(3), duplicates: each(1), quarantined: each(1) }

const check = async (store: MemoryStore) => {
  const { reports, differences } = await readRunReports(store)
  return [...differences, ...checkRunReport(reports, found)]
}

describe('the report of the batch job tells what is there', () => {
  test('the newest report of a cleaning run counts', async () => {
    const store = new MemoryStore()
    putRunReport(store, '2026-01-02', counted)
    putRunReport(store, '2026-01-01', { ...counted, clean: 2 })
    putRunReport(store, '2026-01-03')
    expect(await check(store)).toEqual([])
  })

  test('a count that is not right is named', async () => {
    const store = new MemoryStore()
    putRunReport(store, '2026-01-02', { ...counted, duplicates: 0 }, { lines: each(4) })
    const differences = await check(store)
    expect(differences.map(({ kind }) => kind)).toEqual(Array(3).fill('counts-differ'))
    expect(differences[0]?.what).toContain('0 duplicates of pin')
  })

  test('a batch job that left no report is found', async () => {
    const differences = await check(new MemoryStore())
    expect(differences.map(({ kind }) => kind)).toEqual(['counts-differ'])
  })

  test.each([
    ['that is not ok', { ok: false }],
    ['with a kind that is not ok', { kinds: { pin: { ok: true }, geo: { ok: true } } }],
    ['with figures that do not tie', { lines: { ...each(5), geo: 6 } }],
  ])('a run %s is named', async (_, changed) => {
    const store = new MemoryStore()
    putRunReport(store, '2026-01-02', counted, changed)
    expect(await check(store)).toEqual([expect.objectContaining({ kind: 'run-not-ok' })])
  })

  test.each([
    ['half-written', '{"run_id":"x","made_at":"2026-01-03","ok":tr'],
    ['of another run', '{"run_id":"y","made_at":"2026-01-03"}'],
    ['no object', 'null'],
  ])('a report that is %s is named', async (_, text) => {
    const store = new MemoryStore()
    putRunReport(store, '2026-01-02', counted)
    store.put('runs/x.json', text)
    expect(await check(store)).toEqual([
      expect.objectContaining({ kind: 'report-unreadable', object: 'runs/x.json' }),
    ])
  })
})
