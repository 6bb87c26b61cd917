import { invalidArgument, ServiceError } from '../core/errors.ts'
import type { LogRecord } from '../core/record-log.ts'
import { isOfShard } from '../core/sequencer.ts'
import type { Shard } from '../core/shard.ts'
import type { Stream } from '../core/stream.ts'
import {
  type Input,
  integer,
  invalid,
  optionalText,
  requiredText,
  streamNameOf,
  timestampMs,
} from './input.ts'
import type { Context, Operation } from './operation.ts'
import { decodeToken, encodeToken } from './page-token.ts'
import { hashKeyRange, shardOf } from './shards.ts'

/** Quotas of one GetRecords answer. */
const MOST_RECORDS = 10_000
const MOST_BYTES = 10 * 1024 * 1024

export const getShardIterator: Operation = (input, context) => {
  const stream = context.streams.serving(streamNameOf(input), context.nowMs)
  const shard = shardOf(stream, requiredText(input, 'ShardId'), context.nowMs)
  const position = positionOf(input, shard, context)
  return { ShardIterator: iteratorAt(position, stream, shard, context.nowMs) }
}

function positionOf(input: Input, shard: Shard, context: Context): number {
  const { log } = shard
  switch (input.ShardIteratorType) {
    case 'TRIM_HORIZON':
      return log.start
    case 'LATEST':
      return log.end
    case 'AT_SEQUENCE_NUMBER':
      return log.positionAt(sequenceNumberOf(input, shard, context))
    case 'AFTER_SEQUENCE_NUMBER':
      return log.positionAfter(sequenceNumberOf(input, shard, context))
    case 'AT_TIMESTAMP':
      return log.positionAtTime(pastTimestamp(input, context.nowMs))
    default:
      throw invalid('shardIteratorType', 'be one of the iterator types')
  }
}

function pastTimestamp(input: Input, nowMs: number): number {
  const ms = timestampMs(input, 'Timestamp')
  if (ms <= nowMs) return ms
  throw invalidArgument(`Timestamp ${ms} ms is after the present time, ${nowMs} ms.`)
}

/** One that was given to the shard: a stream that was made again refuses those of the one before. */
function sequenceNumberOf(input: Input, shard: Shard, { streams }: Context): string {
  const number = optionalText(input, 'StartingSequenceNumber') ?? ''
  const { length } = shard.startingSequenceNumber
  const given =
    number.length === length &&
    number >= shard.startingSequenceNumber &&
    number <= streams.lastSequenceNumber &&
    isOfShard(number, shard.ordinal)
  if (given) return number
  throw invalidArgument(`StartingSequenceNumber "${number}" did not come from shard ${shard.id}.`)
}

export const getRecords: Operation = (input, context) => {
  const { nowMs } = context
  const { stream, shard, position } = iteratorOf(requiredText(input, 'ShardIterator'), context)
  const records = integer(input, 'Limit', { min: 1, max: MOST_RECORDS, default: MOST_RECORDS })
  const read = shard.read(position, { records, bytes: MOST_BYTES }, nowMs)
  if (!read)
    throw new ServiceError(
      'ProvisionedThroughputExceededException',
      `Rate exceeded for shard ${shard.id} in stream ${stream.name}.`,
    )
  const ended = shard.closed !== undefined && read.next === shard.log.end
  return {
    Records: read.records.map(recordDescription),
    NextShardIterator: ended ? null : iteratorAt(read.next, stream, shard, nowMs),
    MillisBehindLatest: nowMs - (shard.log.arrivalAt(read.next) ?? nowMs),
    ...(ended && { ChildShards: childShards(stream, shard, nowMs) }),
  }
}

/** The shard's first sequence number tells it from one of the same name in a stream that was made again. */
function iteratorAt(position: number, stream: Stream, shard: Shard, nowMs: number): string {
  return encodeToken(nowMs, stream.name, shard.id, shard.startingSequenceNumber, position)
}

function iteratorOf(iterator: string, { streams, nowMs }: Context) {
  const [name, id, started, position] = decodeToken(iterator, nowMs, 'ExpiredIteratorException')
  const stream = streams.serving(String(name), nowMs)
  const shard = shardOf(stream, String(id), nowMs)
  if (shard.startingSequenceNumber === started) return { stream, shard, position: Number(position) }
  throw new ServiceError('ResourceNotFoundException', `The iterator's stream ${name} was deleted.`)
}

function recordDescription({ sequenceNumber, arrivedAt, data, partitionKey }: LogRecord) {
  return {
    SequenceNumber: sequenceNumber,
    ApproximateArrivalTimestamp: arrivedAt / 1000,
    Data: data,
    PartitionKey: partitionKey,
  }
}

function childShards(stream: Stream, shard: Shard, nowMs: number) {
  const children = stream.shards(nowMs).filter(({ parents }) => parents.includes(shard.id))
  return children.map(({ id, parents, range }) => ({
    ShardId: id,
    ParentShards: parents,
    HashKeyRange: hashKeyRange(range),
  }))
}
