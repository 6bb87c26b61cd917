import { invalidArgument, ServiceError } from '../core/errors.ts'
import type { HashRange } from '../core/hash-range.ts'
import type { Shard } from '../core/shard.ts'
import type { Stream } from '../core/stream.ts'
import {
  type Input,
  integer,
  invalid,
  optionalStreamName,
  optionalText,
  requiredText,
  streamNameOf,
  timestampMs,
} from './input.ts'
import type { Context, Operation } from './operation.ts'
import { decodeToken, encodeToken } from './page-token.ts'

/** A shard as the API writes it. */
export function shardDescription(shard: Shard) {
  const [ParentShardId, AdjacentParentShardId] = shard.parents
  return {
    ShardId: shard.id,
    ParentShardId,
    AdjacentParentShardId,
    HashKeyRange: hashKeyRange(shard.range),
    SequenceNumberRange: {
      StartingSequenceNumber: shard.startingSequenceNumber,
      EndingSequenceNumber: shard.closed?.endingSequenceNumber,
    },
  }
}

/** A range of hash keys as the API writes it. */
export function hashKeyRange({ start, end }: HashRange) {
  return { StartingHashKey: start.toString(), EndingHashKey: end.toString() }
}

export const listShards: Operation = (input, context) => {
  const { stream, after, filter } = pageStart(input, context)
  const limit = integer(input, 'MaxResults', { min: 1, max: 10_000, default: 1000 })
  const rest = stream
    .shards(context.nowMs)
    .filter((shard) => shard.id > after && passes(shard, filter, stream, context.nowMs))
  const last = rest.length > limit ? rest[limit - 1] : undefined
  const NextToken = last && encodeToken(context.nowMs, stream.name, last.id, filter)
  return { Shards: rest.slice(0, limit).map(shardDescription), NextToken }
}

/** Where a page begins: after the token's shard, or the one that the request names. */
function pageStart(input: Input, { streams, nowMs }: Context) {
  const token = optionalText(input, 'NextToken')
  if (token === undefined) {
    const stream = streams.serving(streamNameOf(input), nowMs)
    const after = optionalText(input, 'ExclusiveStartShardId') ?? ''
    return { stream, after, filter: input.ShardFilter as Filter }
  }
  if (optionalStreamName(input) !== undefined || input.ExclusiveStartShardId !== undefined)
    throw invalidArgument('NextToken goes without StreamName, StreamARN and ExclusiveStartShardId.')
  const [name, after, filter] = decodeToken(token, nowMs, 'ExpiredNextTokenException')
  const stream = streams.serving(String(name), nowMs)
  return { stream, after: String(after), filter: filter as Filter }
}

type Filter = Input | null | undefined

/** ShardFilter of ListShards: shards open AT a time, or open at it or later (FROM). */
function passes(shard: Shard, filter: Filter, stream: Stream, nowMs: number): boolean {
  if (!filter) return true
  const openFrom = (ms: number) => shard.closed === undefined || shard.closed.at >= ms
  const openAt = (ms: number) => shard.openedAt <= ms && openFrom(ms)
  switch (filter.Type) {
    case 'AT_LATEST':
      return shard.closed === undefined
    case 'AT_TRIM_HORIZON':
      return openAt(Math.max(stream.trimHorizon(nowMs), stream.createdAt))
    case 'FROM_TRIM_HORIZON':
      return true
    case 'AT_TIMESTAMP':
      return openAt(timestampMs(filter, 'Timestamp'))
    case 'FROM_TIMESTAMP':
      return openFrom(timestampMs(filter, 'Timestamp'))
    case 'AFTER_SHARD_ID':
      return shard.id > requiredText(filter, 'ShardId')
    default:
      throw invalid('shardFilter.type', 'be one of the filter types')
  }
}

/**
 * A shard that may hold records.
 * @throws {ServiceError} where the stream has no such shard, or no longer.
 */
export function shardOf(stream: Stream, id: string, nowMs: number): Shard {
  const shard = stream.shards(nowMs).find((candidate) => candidate.id === id)
  if (shard) return shard
  const message = `Stream ${stream.name} has no shard ${id}.`
  throw new ServiceError('ResourceNotFoundException', message)
}
