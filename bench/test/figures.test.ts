import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { figure, figureTable, median } from '../src/figures.ts'

const id = { name: 'emulator-to-s3', system: 'ours', unit: 'posts/s', settings: { posts: 100 } }
const sample = (value: number, cpuS: number | null = 1, rssMb: number | null = 10) => ({
  value,
  cpuS,
  rssMb,
})

describe('a figure', () => {
  test('is the median of its samples beside the least and the greatest', () => {
    expect(figure(id, [sample(30), sample(10), sample(20)])).toEqual({
      ...id,
      value: 20,
      min: 10,
      max: 30,
      cpu_s: 1,
      rss_mb: 10,
      settings: { posts: 100, runs: 3 },
    })
  })

  test('gives the median CPU time and the highest memory', () => {
    const samples = [sample(1, 2, 100), sample(1, 9, 300.4), sample(1, 4, 200)]
    expect(figure(id, samples)).toMatchObject({ cpu_s: 4, rss_mb: 300 })
  })

  test('says null for CPU and memory where no sample has them', () => {
    const samples = [sample(1, null, null)]
    expect(figure(id, samples)).toMatchObject({ cpu_s: null, rss_mb: null })
  })

  test('keeps four digits, and whole numbers from 1000', () => {
    expect(figure(id, [sample(12.34567)]).value).toBe(12.35)
    expect(figure(id, [sample(12345.67)]).value).toBe(12346)
  })

  test('needs a sample', () => {
    expect(() => figure(id, [])).toThrow(RangeError)
  })
})

test('as many values are below the median as above it', () => {
  const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 })
  fc.assert(
    fc.property(values, (numbers) => {
      const middle = median(numbers)
      const half = numbers.length / 2
      expect(numbers.filter((number) => number < middle).length).toBeLessThanOrEqual(half)
      expect(numbers.filter((number) => number > middle).length).toBeLessThanOrEqual(half)
    }),
  )
})

test('the table has a row for each figure and its settings below', () => {
  const rows = [figure(id, [sample(5)]), figure({ ...id, system: 'ceiling' }, [sample(7, null)])]
  const lines = figureTable(rows).split('\n')
  expect(lines.find((line) => line.includes('ours'))).toMatch(/1 .*emulator-to-s3.*5.*posts\/s/)
  expect(lines.find((line) => line.includes('ceiling'))).toMatch(/2 .*7.*- /)
  expect(lines.slice(-2)).toEqual(['1. posts: 100; runs: 1', '2. posts: 100; runs: 1'])
})
