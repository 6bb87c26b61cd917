import { type Category, categories } from './categories.ts'

/** Lower bounds of the posts of a poster of each class: head, large, middle, small. */
const classes = [30, 10, 3, 1] as const

/**
 * How much more, or less, than on average the posters of a class belong to a category. Chosen so
 * that the leading categories by age group come out as published: tattoos live from few busy
 * posters, christmas from middling ones, vehicles from many who post once.
 */
const affinity: Partial<Record<Category, readonly number[]>> = {
  tattoos: [2.6, 2, 0.9, 0.5],
  christmas: [0.5, 0.7, 2.1, 0.8],
  vehicles: [0.2, 0.3, 0.7, 2.3],
  quotes: [2, 1.2, 0.9, 0.8],
}

/**
 * The home category of each poster. `sizes` are the posts of each poster, most first; `capacity`
 * is the number of rows of each category, which the posters fill exactly when the small ones
 * suffice to level the blocks.
 */
export function homeCategories(sizes: Int32Array, capacity: readonly number[]): Uint8Array {
  const totals = classes.map(() => 0)
  for (const size of sizes) totals[classOf(size)] = (totals[classOf(size)] ?? 0) + size
  const wanted = budgets(totals, capacity)
  const left = [...capacity]
  return Uint8Array.from(sizes, (size) => {
    const budget = wanted[classOf(size)] as number[]
    const home = fullest(budget, left, size)
    budget[home] = (budget[home] as number) - size
    left[home] = (left[home] as number) - size
    return home
  })
}

const classOf = (size: number): number => classes.findIndex((least) => size >= least)

/** The category with the largest budget among those with room for `size` rows. */
function fullest(budget: readonly number[], left: readonly number[], size: number): number {
  let best = -1
  for (const [category, value] of budget.entries()) {
    if ((left[category] as number) < size) continue
    if (best < 0 || value > (budget[best] as number)) best = category
  }
  return best
}

/** Rows by class and category with the given sums: iterative proportional fitting. */
function budgets(totals: readonly number[], capacity: readonly number[]): number[][] {
  const table = classes.map((_, c) =>
    categories.map((name, i) => (affinity[name]?.[c] ?? 1) * (capacity[i] ?? 0)),
  )
  const scaleTo = (cells: readonly number[], sum: number) => {
    const now = cells.reduce((a, b) => a + b, 0)
    return now === 0 ? 0 : sum / now
  }
  for (let round = 0; round < 40; round++) {
    for (const [c, cells] of table.entries()) {
      const factor = scaleTo(cells, totals[c] as number)
      for (const i of cells.keys()) cells[i] = (cells[i] as number) * factor
    }
    for (const i of categories.keys()) {
      const factor = scaleTo(
        table.map((cells) => cells[i] as number),
        capacity[i] as number,
      )
      for (const cells of table) cells[i] = (cells[i] as number) * factor
    }
  }
  return table
}
