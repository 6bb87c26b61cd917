import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MAX_HASH_KEY } from '../src/hash-key.ts'
import { ShardReader, ShardTable } from '../src/shard-map.ts'
import { FakeStream } from './fakes/stream.ts'
import { FakeTiming } from './fakes/timing.ts'

const hash = fc.bigInt({ min: 0n, max: MAX_HASH_KEY })

describe('the shard of a hash', () => {
  test('is the one whose range holds it, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hash, { maxLength: 40 }), hash, (cuts, wanted) => {
        const starts = [0n, ...cuts.filter((cut) => cut > 0n)].sort((a, b) => (a < b ? -1 : 1))
        const shards = starts.map((from, i) => {
          const next = starts[i + 1]
          return { shardId: `${from}`, from, to: next ? next - 1n : MAX_HASH_KEY, open: true }
        })
        const table = new ShardTable(shards.toReversed())
        for (const searched of [wanted, ...starts, MAX_HASH_KEY]) {
          const found = table.find(searched)
          expect(found && searched >= found.from && searched <= found.to).toBe(true)
        }
      }),
    )
  })

  test('is none where the shards leave a gap, and never a closed one', () => {
    const table = new ShardTable([
      { shardId: 'parent', from: 0n, to: MAX_HASH_KEY, open: false },
      { shardId: 'child', from: 10n, to: 20n, open: true },
    ])
    expect([9n, 10n, 20n, 21n].map((wanted) => table.find(wanted)?.shardId)).toEqual([
      undefined,
      'child',
      'child',
      undefined,
    ])
  })
})

describe('reading the shards', () => {
  const options = { minIntervalMs: 1_000, retryForMs: 10_000 }

  test('follows all pages and leaves out the closed ones', async () => {
    const timing = new FakeTiming()
    const stream = new FakeStream(timing, 3)
    stream.split('shardId-000000000001')
    const reader = new ShardReader(stream, timing, options, new AbortController().signal)
    const table = await timing.until(reader.read())
    expect(table.shards.map(({ shardId }) => shardId.at(-1))).toEqual(['0', '3', '4', '2'])
    expect(stream.lists).toBe(5)
  })

  test('waits out the interval and tries again what may pass', async () => {
    const timing = new FakeTiming()
    const stream = new FakeStream(timing)
    const reader = new ShardReader(stream, timing, options, new AbortController().signal)
    await timing.until(reader.read())
    stream.listFaults.push('KINESIS_THROTTLED', 'KINESIS_UNAVAILABLE')
    await timing.until(reader.read())
    expect(timing.now()).toBe(1_000 + 50 + 100)
    stream.listFaults.push('KINESIS_ACCESS_DENIED')
    await expect(timing.until(reader.read())).rejects.toMatchObject({
      code: 'KINESIS_ACCESS_DENIED',
    })
    expect(stream.lists).toBe(5)
  })
})
