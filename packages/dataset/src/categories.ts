import { apportion } from './quotas.ts'

/** Categories in the order of the table, each with its number of rows among 11,154. */
const blocks = [
  ['art', 882],
  ['beauty', 756],
  ['christmas', 983],
  ['diy-and-crafts', 847],
  ['education', 863],
  ['event-planning', 750],
  ['finance', 765],
  ['home-decor', 883],
  ['mens-fashion', 845],
  ['quotes', 901],
  ['tattoos', 990],
  ['travel', 833],
  ['vehicles', 856],
] as const

export type Category = (typeof blocks)[number][0]

export const categories: readonly Category[] = blocks.map(([name]) => name)

/** Number of rows of each category; the table is these blocks, one after the other. */
export function blockSizes(rows: number): readonly number[] {
  return apportion(
    rows,
    blocks.map(([, size]) => size),
  )
}
