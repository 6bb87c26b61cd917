import { expect, test } from '@jest/globals'
import { KINDS } from '../../src/verdict.ts'
import { ID } from '../bucket.ts'
import { putClean } from '../lake.ts'
import type { CleanRows } from '../records.ts'
import { SmallStream } from './small-stream.ts'

const judged = async (...batch: CleanRows) => {
  const system = new SmallStream()
  for (const kind of KINDS) putClean(system.store, kind, system.halves[kind].rows)
  putClean(system.store, 'pin', batch)
  return (await system.judge('batch', 'same-posts')).differences
}

test('halves of the same rows do not differ, whatever their order', async () => {
  expect(await judged([9, 1], [3, 1], [7, 1])).toEqual([])
})

test('a cell that differs is named by its column', async () => {
  const table = `${ID}_pin_table`
  const what = `ind 9 of ${table} has another follower_count, category than in df_pin`
  expect(await judged([9, 2], [3, 1], [7, 1])).toEqual([
    { kind: 'differs-from-batch', table, what },
  ])
})

test('an ind that only one half has is found in the same posts', async () => {
  expect(await judged([8, 1], [3, 1], [7, 1])).toEqual([
    { kind: 'half-missing', table: `${ID}_pin_table`, what: `${ID}_pin_table has no ind 8` },
    { kind: 'half-missing', table: 'df_pin', what: 'df_pin has no ind 9' },
  ])
})

test('nothing is proven by halves that have nothing in common', async () => {
  const kinds = (await judged([8, 1])).map(({ kind }) => kind)
  expect(kinds).toEqual(['nothing-proven', ...Array(4).fill('half-missing')])
})

test('a half that cannot be read is named', async () => {
  const differences = await new SmallStream().differences('batch')
  expect(differences).toEqual(Array(3).fill('table-unreadable'))
})
