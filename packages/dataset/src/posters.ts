import { blockSizes } from './categories.ts'
import { everythingMissing } from './faults.ts'
import { homeCategories } from './homes.ts'
import { draws, shuffle, unit } from './random.ts'

/** The poster of the rows that lack everything, called "User Info Error" in the source. */
export const PSEUDO_POSTER = 0

/**
 * Posters per 11,154 rows by their number of posts: most post once, a few very often. Fitted to
 * the reference's users by joining year, its posts by age group and joining year, and the number
 * of distinct posters in its sample.
 */
const frequencies: readonly (readonly [posts: number, posters: number])[] = [
  ...[115, 84, 76, 70, 62, 54, 50].map((posts) => [posts, 1] as const),
  ...Array.from({ length: 28 }, (_, i) => 30 - i).map(
    (posts) => [posts, 976128 * (posts + 9.66) ** -3.554] as const,
  ),
  [2, 1021],
  [1, 3513],
]

/** A poster has at most this share of the rows, so that each finds room in one category. */
const LARGEST_SHARE = 1 / 52

/** Posts of each poster, most first; they add up to `rows`. */
export function posterSizes(rows: number): Int32Array {
  const scale = rows / frequencies.reduce((sum, [posts, posters]) => sum + posts * posters, 0)
  const sizes: number[] = []
  let wanted = 0
  let used = 0
  for (const [posts, posters] of frequencies) {
    wanted += posts * posters * scale
    if (posts > 1 && posts > rows * LARGEST_SHARE) continue
    for (; used + posts / 2 <= wanted && used + posts <= rows; used += posts) sizes.push(posts)
  }
  for (; used < rows; used++) sizes.push(1)
  return Int32Array.from(sizes)
}

/** Who posted which row. */
export interface Posters {
  /** Poster of each row. */
  readonly ofRow: Int32Array
  /** Posts of each poster: the pseudo-poster, then the others, most posts first. */
  readonly sizes: Int32Array
}

/** Share of the posts that are outside their poster's own category. */
const STRAY_SHARE = 0.08

/** Gives each row its poster. A poster keeps to one category, save for stray posts. */
export function assignPosters(faultOf: Uint8Array, seed: number): Posters {
  const blocks = rowsWithPoster(faultOf)
  const ordinary = posterSizes(blocks.reduce((sum, block) => sum + block.length, 0))
  const homes = homeCategories(
    ordinary,
    blocks.map((block) => block.length),
  )
  const ofRow = new Int32Array(faultOf.length).fill(PSEUDO_POSTER)
  const filled = blocks.map(() => 0)
  for (const [category, block] of blocks.entries())
    shuffle(block, draws(seed, `poster/${category}`))
  for (const [index, size] of ordinary.entries()) {
    const home = homes[index] as number
    const block = blocks[home] as Int32Array
    const start = filled[home] as number
    for (const row of block.subarray(start, start + size)) ofRow[row] = index + 1
    filled[home] = start + size
  }
  swapStrays(ofRow, seed)
  const sizes = new Int32Array(ordinary.length + 1)
  for (const poster of ofRow) sizes[poster] = (sizes[poster] ?? 0) + 1
  return { ofRow, sizes }
}

/** The rows of each category that name their poster. */
function rowsWithPoster(faultOf: Uint8Array): Int32Array[] {
  let start = 0
  return blockSizes(faultOf.length).map((size) => {
    const rows = Int32Array.from({ length: size }, (_, i) => start + i)
    start += size
    return rows.filter((row) => faultOf[row] !== everythingMissing)
  })
}

/** Exchanges the posters of some rows, so that the number of posts of each poster stands. */
function swapStrays(ofRow: Int32Array, seed: number): void {
  const random = draws(seed, 'stray')
  const rows = Int32Array.from(ofRow.keys()).filter(
    (row) => ofRow[row] !== PSEUDO_POSTER && unit(random(row)) < STRAY_SHARE,
  )
  const posters = rows.map((row) => ofRow[row] as number)
  shuffle(posters, draws(seed, 'stray/order'))
  for (const [i, row] of rows.entries()) ofRow[row] = posters[i] as number
}
