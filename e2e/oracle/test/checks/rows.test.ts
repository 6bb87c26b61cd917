import { describe, expect, test } from '@jest/globals'
import { CLEAN_COLUMNS } from '../../src/clean-record.ts'
import { KINDS } from '../../src/verdict.ts'
import { putTable } from '../lake.ts'
import { cleanColumns } from '../records.ts'
import { SmallSystem } from '../small-system.ts'

/** The clean table of a small system with one cell taken away. */
const without = (kind: (typeof KINDS)[number], name: string) =>
  cleanColumns(kind, [
    [3, 1],
    [9, 1],
    [7, 2],
  ]).map((column) => {
    const data = Array.from(column.data as ArrayLike<unknown>)
    return column.name === name ? { ...column, data: [null, ...data.slice(1)] } : column
  })

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
