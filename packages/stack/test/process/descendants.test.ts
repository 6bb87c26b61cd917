import { expect, test } from '@jest/globals'
import { descendantsOf, processParents } from '../../src/process/descendants.ts'

test('descendants are found through every generation, and others are not', () => {
  const parents = new Map([
    [10, 1],
    [11, 10],
    [12, 11],
    [13, 10],
    [20, 1],
  ])
  expect(descendantsOf(10, parents).toSorted()).toEqual([11, 12, 13])
})

test('the process table holds this process under its parent', () => {
  expect(processParents().get(process.pid)).toBe(process.ppid)
})
