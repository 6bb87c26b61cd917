import { invalidArgument } from '../core/errors.ts'
import { mergeShards, splitShard, updateShardCount } from '../core/reshard.ts'
import type { Shard } from '../core/shard.ts'
import type { Stream } from '../core/stream.ts'
import { hashKey, type Input, integer, invalid, requiredText, streamNameOf } from './input.ts'
import type { Context, Operation } from './operation.ts'
import { shardOf } from './shards.ts'

export const split: Operation = (input, context) => {
  change(input, context, (stream) => {
    const shard = openShard(stream, requiredText(input, 'ShardToSplit'), context.nowMs)
    const key = hashKey(requiredText(input, 'NewStartingHashKey'), 'NewStartingHashKey')
    splitShard(stream, shard, key, context.nowMs)
  })
  return undefined
}

export const merge: Operation = (input, context) => {
  change(input, context, (stream) => {
    const shard = openShard(stream, requiredText(input, 'ShardToMerge'), context.nowMs)
    const other = openShard(stream, requiredText(input, 'AdjacentShardToMerge'), context.nowMs)
    mergeShards(stream, shard, other, context.nowMs)
  })
  return undefined
}

export const updateCount: Operation = (input, context) => {
  if (input.ScalingType !== 'UNIFORM_SCALING') throw invalid('scalingType', 'be UNIFORM_SCALING')
  const TargetShardCount = integer(input, 'TargetShardCount', { min: 1, max: 10_000 })
  return change(input, context, (stream) => {
    const CurrentShardCount = stream.open.length
    updateShardCount(stream, TargetShardCount, context.nowMs)
    return { StreamName: stream.name, CurrentShardCount, TargetShardCount }
  })
}

/** The shards change at once; the stream counts as UPDATING for the fake's delay. */
function change<T>(input: Input, { streams, nowMs }: Context, reshard: (stream: Stream) => T): T {
  const stream = streams.active(streamNameOf(input), nowMs)
  const result = reshard(stream)
  stream.begin('UPDATING', nowMs)
  return result
}

function openShard(stream: Stream, id: string, nowMs: number): Shard {
  const shard = shardOf(stream, id, nowMs)
  if (!shard.closed) return shard
  throw invalidArgument(`Shard ${id} of stream ${stream.name} is closed.`)
}
