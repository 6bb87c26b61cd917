import type { Shard } from '@aws-sdk/client-kinesis'
import { expect } from '@jest/globals'
import { HASH_KEYS } from '../../src/core/hash-range.ts'

/** Expects that the shards have each hash key exactly once. */
export function expectCoverage(shards: readonly Shard[]): void {
  const ranges = shards.map(({ HashKeyRange }) => ({
    start: BigInt(HashKeyRange?.StartingHashKey ?? -1),
    end: BigInt(HashKeyRange?.EndingHashKey ?? -1),
  }))
  ranges.sort((a, b) => (a.start < b.start ? -1 : 1))
  const ends = [-1n, ...ranges.map(({ end }) => end)]
  expect(ranges.map(({ start }) => start)).toEqual(ends.slice(0, -1).map((end) => end + 1n))
  expect(ends.at(-1)).toBe(HASH_KEYS - 1n)
}
