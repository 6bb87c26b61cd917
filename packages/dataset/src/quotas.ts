import { type Draws, shuffle } from './random.ts'

/** Splits `total` in proportion to the weights, exactly, by largest remainder. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const counts = exact.map(Math.floor)
  const missing = total - counts.reduce((a, b) => a + b, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, missing)) counts[index] = (counts[index] ?? 0) + 1
  return counts
}

/** For each of `total` items the index of a weight; the counts are exact, the order is random. */
export function quotaCodes(total: number, weights: readonly number[], random: Draws): Uint8Array {
  const codes = new Uint8Array(total)
  let next = 0
  for (const [code, count] of apportion(total, weights).entries()) {
    codes.fill(code, next, next + count)
    next += count
  }
  shuffle(codes, random)
  return codes
}
