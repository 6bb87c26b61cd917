import { expect, test } from '@jest/globals'
import { skewOf } from '../src/skew.ts'

const skew = (counts: Record<string, number>, open: number) =>
  skewOf(new Map(Object.entries(counts)), open)

test('one shard that takes all records is hot, and the others are idle', () => {
  expect(skew({ a: 1_000 }, 4)).toEqual({ busiest: 'a', share: 1, idle: 3, hot: true })
})

test('a busiest shard is not hot while the others work too', () => {
  expect(skew({ a: 300, b: 260, c: 240, d: 200 }, 4)).toMatchObject({ share: 0.3, hot: false })
  expect(skew({ a: 600, b: 133, c: 133, d: 134 }, 4)).toMatchObject({ idle: 0, hot: false })
  expect(skew({ a: 510, b: 490 }, 2)).toMatchObject({ idle: 0, hot: false })
})

test('the only shard of a stream and a handful of records are never hot', () => {
  expect(skew({ a: 1_000 }, 1)).toMatchObject({ share: 1, idle: 0, hot: false })
  expect(skew({ a: 99 }, 4)).toMatchObject({ hot: false })
})

test('an interval without records tells nothing', () => {
  expect(skew({}, 4)).toBeUndefined()
  expect(skew({ a: 0 }, 4)).toBeUndefined()
})
