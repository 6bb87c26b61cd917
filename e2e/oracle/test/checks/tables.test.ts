import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { checkTables } from '../../src/checks/tables.ts'
import { type Absent, readLanded } from '../../src/landed.ts'
import { KINDS } from '../../src/verdict.ts'
import { objectKey, putObject, topicOf } from '../bucket.ts'
import { putClean, putCommit, putProvenance, putQuarantine } from '../lake.ts'
import { recordOf } from '../records.ts'
import { SmallSystem } from '../small-system.ts'

/** What is wrong with the tables, the batch job's own report left out. */
const judged = async ({ store }: SmallSystem, absent: Absent = new Set()) => {
  const { objects } = await readLanded(store, KINDS.map(topicOf), absent)
  const found = await Promise.all(
    KINDS.map((kind) => {
      const own = objects.filter(({ topic }) => topic === topicOf(kind))
      return checkTables(store, kind, own)
    }),
  )
  return found.flatMap(({ differences }) => differences.map(({ kind }) => kind))
}

describe('the tables account for every line of the bucket', () => {
  test('clean rows, duplicates and quarantined lines are counted for each kind', async () => {
    const { counts } = await new SmallSystem().judge('tables')
    expect(counts.clean).toEqual({ pin: 3, geo: 3, user: 3 })
    expect(counts.duplicates).toEqual({ pin: 1, geo: 1, user: 1 })
    expect(counts.quarantined).toEqual({ pin: 1, geo: 1, user: 1 })
  })

  test.each<[string, [number, number][], string[]]>([
    [
      'two rows with one ind',
      [
        [3, 1],
        [9, 1],
        [7, 2],
        [7, 2],
      ],
      ['duplicate-ind', 'counts-differ'],
    ],
    [
      'a lost row',
      [
        [3, 1],
        [9, 1],
      ],
      ['row-missing', 'counts-differ'],
    ],
    [
      'a row without a line',
      [
        [3, 1],
        [9, 1],
        [7, 2],
        [8, 1],
      ],
      ['row-unfounded', 'counts-differ'],
    ],
    [
      'a row made from an older line',
      [
        [3, 1],
        [9, 1],
        [7, 1],
      ],
      ['row-outdated'],
    ],
  ])('%s is found', async (_, rows, differences) => {
    const system = new SmallSystem()
    putClean(system.store, 'user', rows)
    expect(await judged(system)).toEqual(differences)
  })

  test.each<[string, number[], number[]]>([
    ['a lost provenance row', [7, 3, 9], [0, 1, 3]],
    ['a provenance row that is there twice', [7, 3, 9, 7, 7], [0, 1, 3, 4, 4]],
    ['a provenance row of a refused line', [7, 3, 9, 7, 5], [0, 1, 3, 4, 2]],
    ['a provenance row with a wrong ind', [7, 3, 9, 8], [0, 1, 3, 4]],
  ])('%s is found', async (_, inds, offsets) => {
    const system = new SmallSystem()
    putProvenance(system.store, 'pin', inds, offsets)
    expect(await judged(system)).toEqual(['provenance-wrong'])
  })

  test("a row after a dead letter must tell its record's offset, not count lines", async () => {
    const system = new SmallSystem()
    const absent = new Set([`${topicOf('pin')}+0+4`])
    expect(await judged(system, absent)).toEqual(['provenance-wrong'])
    putProvenance(system.store, 'pin', [7, 3, 9, 7], [0, 1, 3, 4], [0, 1, 3, 5])
    expect(await judged(system, absent)).toEqual([])
  })

  test.each([
    ['with other bytes than the bucket holds', [{ raw: 'other' }], ['quarantine-wrong']],
    ['at another offset', [{ offset: 3 }], ['quarantine-wrong']],
    ['without a reason', [{ reason: '' }], ['quarantine-wrong']],
    ['twice', [{}, {}], ['quarantine-wrong', 'counts-differ']],
  ])('a line that is quarantined %s is found', async (_, rows, differences) => {
    const system = new SmallSystem()
    putQuarantine(system.store, 'pin', rows)
    expect(await judged(system)).toEqual(differences)
  })

  test('a whole record that is quarantined is found', async () => {
    const system = new SmallSystem()
    putClean(system.store, 'user', [])
    putProvenance(system.store, 'user', [], [])
    const values = [1, 1, undefined, 1, 2].map((times, at) => ({ times, row: [7, 3, 0, 9, 7][at] }))
    const rows = values.map(({ times, row }, offset) => ({
      ...{ object: objectKey('user', offset < 3 ? 0 : 3), line: (offset % 3) + 1, offset },
      raw: recordOf('user', times && row, times),
    }))
    putQuarantine(system.store, 'user', rows)
    expect(await judged(system)).toEqual(Array(4).fill('quarantine-wrong'))
  })

  test('a line that is neither clean nor quarantined is found', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'pin', 5, [recordOf('pin', undefined)])
    expect(await judged(system)).toEqual(['line-unaccounted', 'counts-differ'])
  })

  test('a table that cannot be read is named', async () => {
    const system = new SmallSystem()
    putCommit(system.store, 'df_geo', 1, [{ add: { path: 'x.parquet', deletionVector: {} } }])
    expect(await judged(system)).toEqual(['table-unreadable'])
  })
})

describe('objects that are not whole are accounted for too', () => {
  test('an empty object counts as one line, which must be quarantined', async () => {
    const system = new SmallSystem()
    system.store.put(objectKey('pin', 5), gzipSync(''))
    expect(await judged(system)).toEqual(['line-unaccounted', 'counts-differ'])
    putQuarantine(system.store, 'pin', [
      {},
      { object: objectKey('pin', 5), line: 1, offset: 5, raw: '' },
    ])
    expect(await judged(system)).toEqual([])
  })

  test('of a gzip file that was cut off the whole lines count, and the cut', async () => {
    const system = new SmallSystem()
    const lines = `${recordOf('pin', 4)}\n`.repeat(2)
    const body = gzipSync(lines, { level: 0 }).subarray(0, -20)
    system.store.put(objectKey('pin', 5), body)
    const { counts } = await system.judge('tables')
    expect(counts.landed).toBe(17)
    expect(await judged(system)).toEqual([
      ...['line-unaccounted', 'provenance-wrong', 'row-missing', 'counts-differ'],
    ])
  })

  test('a damaged gzip file must have left something in quarantine', async () => {
    const system = new SmallSystem()
    system.store.put(objectKey('pin', 5), 'not gzip')
    expect(await judged(system)).toEqual(['line-unaccounted'])
    const damaged = { object: objectKey('pin', 5), line: 1, raw: 'not gzip' }
    putQuarantine(system.store, 'pin', [{}, damaged])
    expect(await judged(system)).toEqual([])
  })
})
