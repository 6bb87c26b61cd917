import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import {
  objectKey,
  putCommit,
  putObject,
  putProvenance,
  putTable,
  REFUSED_LINE,
  recordOf,
  SmallSystem,
} from '../small-system.ts'

const putClean = (system: SmallSystem, inds: number[]) =>
  putTable(system.store, 'df_pin', [{ name: 'ind', data: inds.map(BigInt), type: 'INT64' }])

interface Quarantined {
  readonly object?: string
  readonly line?: number
  readonly raw?: string
  readonly reason?: string
}

const putQuarantine = (system: SmallSystem, rows: Quarantined[]) =>
  putTable(system.store, 'quarantine_batch_pin', [
    { name: 'object', data: rows.map((r) => r.object ?? objectKey('pin', 0)), type: 'STRING' },
    { name: 'line', data: rows.map((r) => BigInt(r.line ?? REFUSED_LINE)), type: 'INT64' },
    { name: 'reason', data: rows.map((r) => r.reason ?? 'missing ind'), type: 'STRING' },
    {
      name: 'raw',
      data: rows.map((r) => Buffer.from(r.raw ?? recordOf('pin', undefined))),
      type: 'BYTE_ARRAY',
    },
  ])

describe('the tables account for every line of the bucket', () => {
  test('clean rows, duplicates and quarantined lines are counted for each kind', async () => {
    const { counts } = await new SmallSystem().judge('tables')
    expect(counts.clean).toEqual({ pin: 3, geo: 3, user: 3 })
    expect(counts.duplicates).toEqual({ pin: 1, geo: 1, user: 1 })
    expect(counts.quarantined).toEqual({ pin: 1, geo: 1, user: 1 })
  })

  test('two rows with one ind are found, and so are counts that do not tie', async () => {
    const system = new SmallSystem()
    putClean(system, [3, 9, 7, 7])
    expect(await system.differences('tables')).toEqual(['duplicate-ind', 'counts-differ'])
  })

  test('a lost row is found', async () => {
    const system = new SmallSystem()
    putClean(system, [3, 9])
    expect(await system.differences('tables')).toEqual(['row-missing', 'counts-differ'])
  })

  test('a row that no line founds is found', async () => {
    const system = new SmallSystem()
    putClean(system, [3, 9, 7, 8])
    expect(await system.differences('tables')).toEqual(['row-unfounded', 'counts-differ'])
  })

  test('a line that is neither clean nor quarantined is found', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'pin', 5, [recordOf('pin', undefined)])
    expect(await system.differences('tables')).toEqual(['line-unaccounted', 'counts-differ'])
  })

  test('an older line that wins over a newer one is found', async () => {
    const system = new SmallSystem()
    putProvenance(system.store, 'pin', [3, 9, 7], [1, 3, 0])
    const { differences } = await system.judge('tables')
    expect(differences.map(({ kind }) => kind)).toEqual(['provenance-wrong'])
    expect(differences[0]?.what).toContain('ind 7')
  })

  test('a quarantined line with other bytes than the bucket holds is found', async () => {
    const system = new SmallSystem()
    putQuarantine(system, [{ raw: 'other' }])
    expect(await system.differences('tables')).toEqual(['quarantine-wrong'])
  })

  test('a quarantined line without a reason is found', async () => {
    const system = new SmallSystem()
    putQuarantine(system, [{ reason: '' }])
    expect(await system.differences('tables')).toEqual(['quarantine-wrong'])
  })

  test('a line that is quarantined twice is found', async () => {
    const system = new SmallSystem()
    putQuarantine(system, [{}, {}])
    expect(await system.differences('tables')).toEqual(['quarantine-wrong', 'counts-differ'])
  })

  test('an empty object counts as one line, which must be quarantined', async () => {
    const system = new SmallSystem()
    system.store.put(objectKey('pin', 5), gzipSync(''))
    expect(await system.differences('tables')).toEqual(['line-unaccounted', 'counts-differ'])
    putQuarantine(system, [
      { object: objectKey('pin', 0), line: REFUSED_LINE, raw: recordOf('pin', undefined) },
      { object: objectKey('pin', 5), line: 1, raw: '' },
    ])
    expect(await system.differences('tables')).toEqual([])
  })

  test('of a gzip file that was cut off every whole line counts, and the cut', async () => {
    const system = new SmallSystem()
    const whole = gzipSync(`${recordOf('pin', 3)}\n`.repeat(1000), { level: 0 })
    system.store.put(objectKey('pin', 5), whole.subarray(0, 30))
    const { counts, differences } = await system.judge('tables')
    expect(counts.landed).toBe(16)
    expect(differences.map(({ kind }) => kind)).toEqual(['line-unaccounted', 'counts-differ'])
  })

  test('a damaged gzip file must have left something in quarantine', async () => {
    const system = new SmallSystem()
    system.store.put(objectKey('pin', 5), 'not gzip')
    expect(await system.differences('tables')).toEqual(['line-unaccounted'])
    putQuarantine(system, [
      { object: objectKey('pin', 0), line: REFUSED_LINE, raw: recordOf('pin', undefined) },
      { object: objectKey('pin', 5), line: 1, raw: 'not gzip' },
    ])
    expect(await system.differences('tables')).toEqual([])
  })

  test('a table that cannot be read is named', async () => {
    const system = new SmallSystem()
    putCommit(system.store, 'df_geo', 1, [{ add: { path: 'x.parquet', deletionVector: {} } }])
    const { ok, differences } = await system.judge('tables')
    expect(ok).toBe(false)
    expect(differences).toEqual([expect.objectContaining({ kind: 'table-unreadable' })])
  })
})
