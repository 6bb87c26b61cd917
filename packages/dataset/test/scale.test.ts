import { describe, expect, it } from '@jest/globals'
import { generateDataset } from '../src/dataset.ts'
import {
  type AgeGroup,
  ageGroups,
  medianBy,
  observe,
  percent,
  quantile,
  task11,
  task11Cell,
} from './statistics.ts'

/** Another seed and another size than the calibrated ones, so some tolerances are wider. */
const posts = Array.from(generateDataset({ rows: 50_000, seed: 21 }).posts(), ({ wire }) =>
  observe(wire),
)

const near = (value: number | undefined, reference: number, tolerance: number) => {
  expect(value).toBeGreaterThanOrEqual(reference - tolerance)
  expect(value).toBeLessThanOrEqual(reference + tolerance)
}
const nearMedian = (value: number | undefined, reference: number) =>
  near(value, reference, 0.15 * reference)

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
        0.5,
      )
    for (const [i, share] of [41, 42.7, 16.3].entries())
      near(
        percent(posts, ({ joinedYear }) => joinedYear === 2015 + i),
        share,
        1.5,
      )
  })

  it('keeps the shares of single ages and of the years of posts', () => {
    for (const [i, share] of [17.6, 11.7, 5.3, 6.6].entries())
      near(
        percent(posts, ({ user }) => user.age === 20 + i),
        share,
        0.5,
      )
    for (const [i, share] of [3.56, 19.48, 18.91, 20.79, 20.22, 17.04].entries())
      near(
        percent(posts, ({ postedYear }) => postedYear === 2017 + i),
        share,
        0.01,
      )
  })

  it('keeps the medians and their fall with age', () => {
    nearMedian(quantile(posts, 0.5), 28_000)
    const medians = medianBy(posts, ({ ageGroup }) => ageGroup)
    for (const [i, median] of [130_000, 22_000, 7000, 3000].entries())
      nearMedian(medians.get(ageGroups[i] as AgeGroup), median)
  })

  it('keeps the medians by year of joining, and by age group and year', () => {
    const byYear = medianBy(posts, ({ joinedYear }) => joinedYear)
    for (const [i, median] of [160_000, 20_000, 4000].entries())
      nearMedian(byYear.get(2015 + i), median)
    const byCell = medianBy(posts, task11Cell)
    for (const { cell, median } of task11) nearMedian(byCell.get(cell), median)
  })
})
