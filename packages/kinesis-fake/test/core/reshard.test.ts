import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { evenRanges, HASH_KEYS } from '../../src/core/hash-range.ts'
import { mergeShards, splitShard, updateShardCount } from '../../src/core/reshard.ts'
import { Sequencer } from '../../src/core/sequencer.ts'
import { Stream } from '../../src/core/stream.ts'
import { withCode } from '../support/with-code.ts'

function streamOf(shardCount: number): Stream {
  const setting = {
    sequencer: new Sequencer(),
    limits: { writes: false, reads: false },
    statusDelayMs: 0,
  }
  return new Stream({ name: 's', shardCount, maxRecordBytes: 1 }, setting, 0)
}

const ranges = (stream: Stream) => stream.open.map(({ range }) => range)

function expectCoverage(stream: Stream): void {
  let next = 0n
  for (const { range } of stream.open) {
    expect(range.start).toBe(next)
    expect(range.end).toBeGreaterThanOrEqual(range.start)
    next = range.end + 1n
  }
  expect(next).toBe(HASH_KEYS)
}

/** Splits in the middle, merges neighbours, or scales within what is allowed. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('split' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('merge' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('scale' as const), pick: fc.nat() }),
)

function apply(stream: Stream, { kind, pick }: { kind: string; pick: number }): void {
  const count = stream.open.length
  const shard = stream.open[pick % count]
  const neighbour = stream.open[(pick % count) + 1]
  if (!shard) return
  if (kind === 'split')
    splitShard(stream, shard, (shard.range.start + shard.range.end + 1n) / 2n, 0)
  if (kind === 'merge' && neighbour) mergeShards(stream, neighbour, shard, 0)
  const least = Math.ceil(count / 2)
  if (kind === 'scale') updateShardCount(stream, least + (pick % (2 * count - least + 1)), 0)
}

describe('resharding', () => {
  test('open shards cover all hash keys exactly once after any splits, merges and scalings', () => {
    const changes = fc.array(change, { maxLength: 12 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), changes, (shardCount, steps) => {
        const stream = streamOf(shardCount)
        for (const step of steps) {
          apply(stream, step)
          expectCoverage(stream)
        }
      }),
    )
  })

  test('a hash key goes to the open shard of its range', () => {
    const anyKey = fc.bigInt({ min: 0n, max: HASH_KEYS - 1n })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), anyKey, (shardCount, key) => {
        const { range } = streamOf(shardCount).route(key)
        expect(range.start <= key && key <= range.end).toBe(true)
      }),
    )
  })

  test('any allowed scaling ends with even ranges, up to the rounding of the ranges before', () => {
    const counts = fc
      .integer({ min: 1, max: 40 })
      .chain((from) =>
        fc.tuple(fc.constant(from), fc.integer({ min: Math.ceil(from / 2), max: 2 * from })),
      )
    fc.assert(
      fc.property(counts, ([from, to]) => {
        const stream = streamOf(from)
        updateShardCount(stream, to, 0)
        expect(stream.open).toHaveLength(to)
        evenRanges(to).forEach(({ start }, at) => {
          const off = (stream.open[at]?.range.start ?? 0n) - start
          expect(off <= 2n * BigInt(to) && -off <= 2n * BigInt(to)).toBe(true)
        })
      }),
    )
  })

  test('doubling splits each shard once, halving merges each pair once', () => {
    const stream = streamOf(3)
    updateShardCount(stream, 6, 0)
    expect(stream.shards(0)).toHaveLength(9)
    updateShardCount(stream, 3, 0)
    expect(stream.shards(0)).toHaveLength(12)
    expect(ranges(stream)).toEqual(evenRanges(3))
    const single = streamOf(1)
    updateShardCount(single, 2, 0)
    expect(ranges(single)).toEqual(evenRanges(2))
  })

  test.each([
    [3, 7],
    [3, 1],
  ])('%i shards cannot become %i', (from, to) => {
    expect(() => updateShardCount(streamOf(from), to, 0)).toThrow(
      withCode('InvalidArgumentException'),
    )
  })

  test('a split must leave both children more than one hash key, a merge needs neighbours', () => {
    const stream = streamOf(3)
    const [first, , third] = stream.open
    if (!first || !third) throw new Error('three shards were made')
    for (const key of [0n, 1n, first.range.end, first.range.end + 1n])
      expect(() => splitShard(stream, first, key, 0)).toThrow(withCode('InvalidArgumentException'))
    expect(() => mergeShards(stream, first, third, 0)).toThrow(withCode('InvalidArgumentException'))
  })
})
