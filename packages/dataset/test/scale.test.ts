import { describe, expect, it } from '@jest/globals'
import { generateDataset } from '../src/dataset.ts'
import { ageGroups, medianBy, observe, percent, quantile } from './statistics.ts'

/** Another seed and another size than the calibrated ones, so tolerances are wider. */
const posts = Array.from(generateDataset({ rows: 50_000, seed: 21 }).posts(), ({ wire }) =>
  observe(wire),
)

const near = (value: number | undefined, reference: number, tolerance: number) => {
  expect(value).toBeGreaterThanOrEqual(reference - tolerance)
  expect(value).toBeLessThanOrEqual(reference + tolerance)
}

describe('a scaled data set', () => {
  it('keeps the shares of placeholders, categories and follower texts', () => {
    near(
      percent(posts, ({ pin }) => pin.title === 'No Title Data Available'),
      1.12,
      0.01,
    )
    near(
      percent(posts, ({ pin }) => pin.downloaded === 0),
      2.62,
      0.01,
    )
    near(
      percent(posts, ({ pin }) => pin.category === 'tattoos'),
      (100 * 990) / 11_154,
      0.01,
    )
    near(
      percent(posts, ({ pin }) => pin.follower_count.endsWith('k')),
      71,
      1,
    )
    near(
      percent(posts, ({ pin }) => pin.follower_count.endsWith('M')),
      7.4,
      1,
    )
  })

  it('keeps the shares of posters, age groups and joining years', () => {
    const posters = new Set(posts.map(({ pin }) => pin.poster_name)).size
    near((100 * posters) / posts.length, 46.2, 1)
    for (const [i, share] of [45.4, 27.3, 19.3, 8].entries())
      near(
        percent(posts, ({ ageGroup }) => ageGroup === ageGroups[i]),
        share,
        1.5,
      )
    for (const [i, share] of [41, 42.7, 16.3].entries())
      near(
        percent(posts, ({ joinedYear }) => joinedYear === 2015 + i),
        share,
        1.5,
      )
  })

  it('keeps the medians and their fall with age', () => {
    near(quantile(posts, 0.5), 30_000, 6000)
    const medians = medianBy(posts, ({ ageGroup }) => ageGroup)
    const [youngest, young, middle, oldest] = ageGroups.map((group) => medians.get(group) ?? 0)
    near(youngest, 130_000, 40_000)
    near(young, 22_000, 6000)
    near(middle, 6500, 2500)
    near(oldest, 3500, 1500)
  })
})
