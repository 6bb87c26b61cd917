import { expect, test } from '@jest/globals'
import { waitUntilLanded } from '../src/landing.ts'

const ends = new Map([
  ['a', [3, 2]],
  ['b', [1]],
])
const signal = new AbortController().signal

test('it waits until every partition has reached its end offset', async () => {
  const landed = [0, 2, 6]
  const seen: number[] = []
  let round = 0
  const bucket = {
    next: async (topic: string, partition: number) =>
      topic === 'a' && partition === 0 ? (landed[Math.min(round++, 2)] ?? 0) : 0,
  }
  await waitUntilLanded(bucket, ends, {
    stallMs: 60_000,
    signal,
    onProgress: (done, all) => seen.push(done, all),
  })
  expect(seen).toEqual([0, 6, 2, 6, 6, 6])
})

test('a sink that no longer lands anything is named after the stall time', async () => {
  const stuck = waitUntilLanded({ next: async () => 1 }, ends, {
    stallMs: 0,
    signal,
    onProgress: () => {},
  })
  await expect(stuck).rejects.toThrow('3 of 6 records have not reached S3')
})
