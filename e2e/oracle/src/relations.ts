import type { Post } from './posts.ts'

/** A row of an answer. */
export type Row = readonly (string | number)[]

/** Posts by their values in some columns; one where any of these is null is in no group. */
export function grouped(
  posts: readonly Post[],
  ...names: readonly (keyof Post)[]
): { key: Row; members: readonly [Post, ...Post[]] }[] {
  const known = posts.filter((post) => names.every((name) => post[name] !== null))
  const groups = Map.groupBy(known, (post) => JSON.stringify(names.map((name) => post[name])))
  return [...groups].map(([key, members]) => ({
    key: JSON.parse(key) as Row,
    members: members as [Post, ...Post[]],
  }))
}

/** How many posts have which values in some columns; the count is the last cell. */
export function counted(posts: readonly Post[], ...names: readonly (keyof Post)[]): Row[] {
  return grouped(posts, ...names).map(({ key, members }) => [...key, members.length])
}

/** Of each first cell all rows that share its highest last cell. */
export function top(rows: readonly Row[]): Row[] {
  const last = (row: Row) => Number(row.at(-1))
  return [...Map.groupBy(rows, ([group]) => group).values()].flatMap((group) => {
    const highest = group.reduce((most, row) => Math.max(most, last(row)), 0)
    return group.filter((row) => last(row) === highest)
  })
}

/** The middle value, or the exact mean of the two middles. */
export function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b)
  const middle = (ascending.length - 1) / 2
  const at = (place: number) => ascending[place] ?? Number.NaN
  return (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
}

/** Rows in the order of their cells, or of those that `by` puts in their place. */
export function sorted(rows: readonly Row[], by: (row: Row) => Row = (row) => row): Row[] {
  return rows.toSorted((a, b) => compareRows(by(a), by(b)))
}

function compareRows(a: Row, b: Row): number {
  const orders = a.map((cell, at) => compareCells(cell, b[at] ?? ''))
  return orders.find((order) => order !== 0) ?? 0
}

/** Texts by code point: UTF-16, by which JavaScript sorts, has another order beyond U+FFFF. */
function compareCells(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)))
}
