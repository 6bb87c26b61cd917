import { describe, expect, test } from '@jest/globals'
import { DRAWN_ROWS } from '@pinpipe/schema'
import { drawsFor, seededDraws } from '../src/draws.ts'

const SLEEPS = [0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1]
const ROWS = [
  7528, 2863, 5730, 8304, 8731, 1313, 4315, 10794, 5494, 5069, 2923, 3089, 6063, 3454, 7554, 6145,
  10625, 2959, 9875, 2418, 3156, 428, 7343, 2074, 9979, 10138, 9672, 8653, 8887, 7922,
]
const TABLE_SIZE = 11_154

describe('the seeded draws', () => {
  test('are those of the original emulator, sleep and row', () => {
    const draws = seededDraws(ROWS.length, 100)
    expect([...draws.rows]).toEqual(ROWS)
    expect([...draws.sleeps.subarray(0, SLEEPS.length)]).toEqual(SLEEPS)
  })

  test.each([
    [500, 494],
    [1000, 963],
    [2000, 1824],
  ])('hold in %i posts %i distinct rows, as the original', (posts, distinct) => {
    expect(new Set(seededDraws(posts, 100).rows).size).toBe(distinct)
  })

  test('repeat a row first at draw 278, row 9475', () => {
    const rows = [...seededDraws(1000, 100).rows]
    const repeat = rows.findIndex((row, at) => rows.indexOf(row) < at)
    expect([repeat + 1, rows[repeat]]).toEqual([278, 9475])
  })

  test('never reach the last rows of the table', () => {
    expect(Math.max(...seededDraws(20_000, 100).rows)).toBeLessThan(DRAWN_ROWS)
  })
})

describe('the rows of a run', () => {
  test('are the same at a rate as at the pace of the original', () => {
    const original = drawsFor({ posts: 50, rate: 'original', seed: 100 }, TABLE_SIZE)
    const fast = drawsFor({ posts: 50, rate: 2000, seed: 100 }, TABLE_SIZE)
    expect(fast.rows).toEqual(original.rows)
  })

  test('are every row once, in order, when as many posts are asked as the table has rows', () => {
    const { rows } = drawsFor({ posts: TABLE_SIZE, rate: 100, seed: 100 }, TABLE_SIZE)
    expect([...rows]).toEqual(Array.from({ length: TABLE_SIZE }, (_, row) => row))
  })

  test('are drawn at the pace of the original whatever the table has', () => {
    const { rows } = drawsFor({ posts: TABLE_SIZE, rate: 'original', seed: 100 }, TABLE_SIZE)
    expect([...rows.subarray(0, 2)]).toEqual([7528, 2863])
  })

  test('are refused when the table lacks one of them', () => {
    expect(() => drawsFor({ posts: 10, rate: 100, seed: 100 }, 500)).toThrow(
      expect.objectContaining({ code: 'ROW_MISSING', facts: { row: 7528, tableSize: 500 } }),
    )
  })
})
