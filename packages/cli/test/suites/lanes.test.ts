import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { inLanes } from '../../src/suites/lanes.ts'

/** Work that takes as many turns as its item says, and how many were at work at most. */
function counted() {
  const counts = { now: 0, most: 0, done: 0 }
  const work = async (turns: number) => {
    counts.most = Math.max(counts.most, ++counts.now)
    for (let left = turns; left > 0; left--) await turn()
    counts.now--
    counts.done++
    if (turns === 1) throw new Error('one')
    return turns
  }
  return { counts, work }
}

test.each([1, 2, 9])(
  'work in %i lanes gives its results in the order of the items',
  async (lanes) => {
    const { counts, work } = counted()
    expect(await inLanes([9, 2, 5, 3], lanes, work)).toEqual([9, 2, 5, 3])
    expect(counts.most).toBe(Math.min(lanes, 4))
  },
)

test('a failure is thrown once the work that had begun has ended', async () => {
  const { counts, work } = counted()
  await expect(inLanes([1, 9], 2, work)).rejects.toThrow('one')
  expect(counts).toMatchObject({ now: 0, done: 2 })
})
