import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Api, texts } from './support/api.ts'

type Step = { readonly kind: 'put' | 'split' | 'merge' | 'scale'; readonly pick: number }

/** Reads a stream as a consumer does: each shard to its end, and its children once all parents are read. */
function readThroughLineage(api: Api): string[] {
  const read = new Map<string, string[]>()
  const waiting = api.shards().filter(({ ParentShardId }) => !ParentShardId)
  const queue = waiting.map(({ ShardId }) => ShardId)
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const data: string[] = []
    read.set(id, data)
    let answer = api.get(api.iterator(id), 2)
    for (; ; answer = api.get(String(answer.NextShardIterator), 2)) {
      data.push(...texts(answer))
      const atTip = answer.Records.length === 0
      if (atTip || answer.NextShardIterator === null) break
    }
    for (const { ShardId, ParentShards } of answer.ChildShards ?? [])
      if (ParentShards.every((parent) => read.has(parent))) queue.push(ShardId)
  }
  return [...read.values()].flat()
}

function apply(api: Api, { kind, pick }: Step, put: string[]): void {
  const open = api.shards({ ShardFilter: { Type: 'AT_LATEST' } })
  const shard = open[pick % open.length]
  if (kind === 'put') {
    const key = `key-${pick % 50}`
    put.push(`${key} ${put.length}`)
    api.put(put.at(-1) as string, key)
  }
  if (kind === 'split') {
    const { StartingHashKey = '', EndingHashKey = '' } = shard?.HashKeyRange ?? {}
    const middle = (BigInt(StartingHashKey) + BigInt(EndingHashKey) + 1n) / 2n
    api.call('SplitShard', { ShardToSplit: shard?.ShardId, NewStartingHashKey: middle.toString() })
  }
  if (kind === 'merge') {
    const next = String(BigInt(shard?.HashKeyRange.EndingHashKey ?? 0) + 1n)
    const neighbour = open.find(({ HashKeyRange }) => HashKeyRange.StartingHashKey === next)
    if (!neighbour) return
    const ids = { ShardToMerge: shard?.ShardId, AdjacentShardToMerge: neighbour.ShardId }
    api.call('MergeShards', ids)
  }
  if (kind === 'scale')
    api.call('UpdateShardCount', {
      TargetShardCount: open.length + (pick % (open.length + 1)),
      ScalingType: 'UNIFORM_SCALING',
    })
}

/** The records of each key in the order they are given. */
const byKey = (records: readonly string[]) =>
  Object.groupBy(records, (text) => text.split(' ')[0] as string)

test('nothing put is lost or doubled when it is read through the lineage, and each key keeps its order', () => {
  const step = fc.record({
    kind: fc.constantFrom<Step['kind'][]>('put', 'put', 'put', 'put', 'split', 'merge', 'scale'),
    pick: fc.nat(1000),
  })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { maxLength: 40 }),
      (count, steps) => {
        const api = new Api().create(count)
        const put: string[] = []
        for (const each of steps) apply(api, each, put)
        expect(byKey(readThroughLineage(api))).toEqual(byKey(put))
      },
    ),
  )
})
