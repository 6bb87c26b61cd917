import { expect, test } from '@jest/globals'
import { waitUntilLanded } from '../src/wait-until-landed.ts'

const ends = new Map([
  ['a', [3, 2]],
  ['b', [1]],
])
const signal = new AbortController().signal

test('it waits until every partition has reached its end offset', async () => {
  const rounds = [
    { a: [0, 0], b: [0] },
    { a: [2, 0], b: [0] },
    { a: [3, 2], b: [1] },
  ]
  const seen: number[] = []
  let asked = 0
  const bucket = {
    next: async (topic: string, partition: number) =>
      rounds[Math.floor(asked++ / 3)]?.[topic as 'a' | 'b'][partition] ?? 0,
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

test('a partition that is beyond its end does not make up for another that lags', async () => {
  const ahead = waitUntilLanded({ next: async (topic) => (topic === 'a' ? 9 : 0) }, ends, {
    stallMs: 0,
    signal,
    onProgress: () => {},
  })
  await expect(ahead).rejects.toThrow('1 of 6 records have not reached S3')
})

test('a bucket that does not answer for a while is asked again', async () => {
  let asked = 0
  const bucket = {
    next: async () => {
      if (asked++ < 5) throw new Error('getaddrinfo ENOTFOUND localstack')
      return 3
    },
  }
  const landed = waitUntilLanded(bucket, ends, { stallMs: 60_000, signal, onProgress: () => {} })
  expect(await landed).toBe(6)
})

test('a bucket that never answers is named after the stall time, with the reason', async () => {
  const next = async () => Promise.reject(new Error('getaddrinfo ENOTFOUND localstack'))
  const gone = waitUntilLanded({ next }, ends, { stallMs: 0, signal, onProgress: () => {} })
  await expect(gone).rejects.toThrow('S3 does not answer: getaddrinfo ENOTFOUND localstack')
})
