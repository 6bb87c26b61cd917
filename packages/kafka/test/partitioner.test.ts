import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { murmur2, partitionForKey, StickyPartitions } from '../src/partitioner.ts'

describe('murmur2', () => {
  // The vectors of the Java client's own test of this function.
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as the Java client does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash)
  })
})

describe('the partition of a key', () => {
  test('is the positive hash modulo the number of partitions', () => {
    expect(partitionForKey(Buffer.from('21'), 7)).toBe((-973932308 & 0x7fffffff) % 7)
  })

  test('lies within the topic for any key', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 100 }), (key, count) => {
        const partition = partitionForKey(key, count)
        return partition >= 0 && partition < count
      }),
    )
  })
})

describe('records without a key', () => {
  test('stay on one partition until its batch is closed, then move to another', () => {
    const sticky = new StickyPartitions(() => 0)
    expect([0, 1, 2].map(() => sticky.get('t', [0, 1, 2]))).toEqual([0, 0, 0])
    sticky.rotate('t', 0)
    expect(sticky.get('t', [0, 1, 2])).toBe(1)
  })

  test('leave a partition that is no longer available', () => {
    const sticky = new StickyPartitions(() => 0)
    sticky.get('t', [0, 1])
    expect(sticky.get('t', [1])).toBe(1)
  })

  test('stay on the only partition of a topic', () => {
    const sticky = new StickyPartitions(() => 0.99)
    sticky.get('t', [0])
    sticky.rotate('t', 0)
    expect(sticky.get('t', [0])).toBe(0)
  })
})
