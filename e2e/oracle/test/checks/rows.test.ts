import { describe, expect, test } from '@jest/globals'
import { CLEAN_COLUMNS } from '../../src/clean-record.ts'
import { KINDS } from '../../src/verdict.ts'
import { putObject } from '../bucket.ts'
import { putClean, putProvenance, putTable } from '../lake.ts'
import { type CleanRows, cleanColumns, recordOf } from '../records.ts'
import { putRunReport, RUN_COUNTS, RUN_ID } from '../runs.ts'
import { SmallSystem } from '../small-system.ts'

const ROWS: CleanRows = [
  [3, 1],
  [9, 1],
  [7, 2],
]

/** The clean table of a small system with one cell taken away. */
const without = (kind: (typeof KINDS)[number], name: string) =>
  cleanColumns(kind, ROWS).map((column) => {
    const data = Array.from(column.data as ArrayLike<unknown>)
    return column.name === name ? { ...column, data: [null, ...data.slice(1)] } : column
  })

const withTitle = (title: string) =>
  cleanColumns('pin', ROWS).map((column) =>
    column.name === 'title' ? { ...column, data: ROWS.map(() => title) } : column,
  )

/** Null in every row of a small system already: placeholders. */
const NULLS = ['description', 'image_src']

describe('a clean row follows from its line in every column', () => {
  test.each(
    KINDS.flatMap((kind) =>
      CLEAN_COLUMNS[kind].flatMap((column) =>
        column === 'ind' || NULLS.includes(column) ? [] : [[kind, column] as const],
      ),
    ),
  )('a %s row whose %s is lost is found', async (kind, column) => {
    const system = new SmallSystem()
    putTable(system.store, `df_${kind}`, without(kind, column))
    expect(await system.differences('tables')).toEqual(['row-outdated'])
  })
})

describe('a clean row is exactly what its line says', () => {
  test('numbers that differ beyond 2^53 are two rows', async () => {
    const system = new SmallSystem()
    const { store } = system
    const large = [2n ** 53n, 2n ** 53n + 1n] as const
    const lines = large.map((ind) => recordOf('user', 5).replace(':5,', `:${ind},`))
    putObject(store, 'user', 3, [recordOf('user', 9), recordOf('user', 7, 2), ...lines])
    putClean(store, 'user', [...ROWS, [large[0], 1], [large[1], 1]])
    putProvenance(store, 'user', [7, 3, 9, 7, ...large], [0, 1, 3, 4, 5, 6])
    const counts = { clean: { pin: 3, geo: 3, user: 5 }, lines: { pin: 5, geo: 5, user: 7 } }
    putRunReport(store, RUN_ID, RUN_COUNTS, counts)
    expect(await system.differences('tables')).toEqual([])
    putClean(store, 'user', [...ROWS, [large[0], 1], [large[0], 1]])
    expect(await system.differences('tables')).toEqual(['duplicate-ind', 'row-missing'])
  })

  test('a byte order mark at the beginning of a text stays', async () => {
    const system = new SmallSystem()
    const marked = (row: number, times: number) =>
      recordOf('pin', row, times).replace(' A title', '\ufeffA title')
    putObject(system.store, 'pin', 0, [marked(7, 1), marked(3, 1), recordOf('pin', undefined)])
    putObject(system.store, 'pin', 3, [marked(9, 1), marked(7, 2)])
    expect(await system.differences('tables')).toEqual(Array(3).fill('row-outdated'))
    putTable(system.store, 'df_pin', withTitle('\ufeffA title'))
    expect(await system.differences('tables')).toEqual([])
  })
})
