import { ServiceError } from '../core/errors.ts'
import { RETENTION_HOURS, type Stream } from '../core/stream.ts'
import { integer, optionalText, streamNameOf } from './input.ts'
import type { Operation } from './operation.ts'
import { shardDescription } from './shards.ts'

const ARN_PREFIX = 'arn:aws:kinesis:us-east-1:000000000000:stream/'
const STREAM_MODE = { StreamMode: 'PROVISIONED' }
const KIBIBYTE = 1024

export const createStream: Operation = (input, { streams, nowMs }) => {
  const mode = input.StreamModeDetails as { StreamMode?: unknown } | null | undefined
  if (mode && mode.StreamMode !== STREAM_MODE.StreamMode)
    throw new ServiceError('InvalidArgumentException', 'This fake has PROVISIONED streams only.')
  const spec = {
    name: streamNameOf(input),
    shardCount: integer(input, 'ShardCount', { min: 1, max: 10_000 }),
    maxRecordBytes:
      KIBIBYTE * integer(input, 'MaxRecordSizeInKiB', { min: 1024, max: 10_240, default: 1024 }),
  }
  streams.create(spec, nowMs)
  return undefined
}

export const deleteStream: Operation = (input, { streams, nowMs }) => {
  streams.delete(streamNameOf(input), nowMs)
  return undefined
}

export const describeStream: Operation = (input, { streams, nowMs }) => {
  const stream = streams.get(streamNameOf(input), nowMs)
  const limit = integer(input, 'Limit', { min: 1, max: 10_000, default: 100 })
  const after = optionalText(input, 'ExclusiveStartShardId') ?? ''
  const made = stream.status(nowMs) === 'CREATING' ? [] : stream.shards(nowMs)
  const shards = made.filter(({ id }) => id > after)
  return {
    StreamDescription: {
      ...description(stream, nowMs),
      Shards: shards.slice(0, limit).map(shardDescription),
      HasMoreShards: shards.length > limit,
    },
  }
}

export const describeStreamSummary: Operation = (input, { streams, nowMs }) => {
  const stream = streams.get(streamNameOf(input), nowMs)
  return {
    StreamDescriptionSummary: {
      ...description(stream, nowMs),
      OpenShardCount: stream.open.length,
      ConsumerCount: 0,
      MaxRecordSizeInKiB: stream.spec.maxRecordBytes / KIBIBYTE,
    },
  }
}

/** The page token is the last name, as ExclusiveStartStreamName is. */
export const listStreams: Operation = (input, { streams, nowMs }) => {
  const limit = integer(input, 'Limit', { min: 1, max: 10_000, default: 100 })
  const after =
    optionalText(input, 'NextToken') ?? optionalText(input, 'ExclusiveStartStreamName') ?? ''
  const rest = streams.all(nowMs).filter(({ name }) => name > after)
  const page = rest.slice(0, limit)
  const HasMoreStreams = rest.length > limit
  return {
    StreamNames: page.map(({ name }) => name),
    StreamSummaries: page.map((stream) => identity(stream, nowMs)),
    HasMoreStreams,
    ...(HasMoreStreams && { NextToken: page.at(-1)?.name }),
  }
}

function identity(stream: Stream, nowMs: number) {
  return {
    StreamName: stream.name,
    StreamARN: ARN_PREFIX + stream.name,
    StreamStatus: stream.status(nowMs),
    StreamModeDetails: STREAM_MODE,
    StreamCreationTimestamp: stream.createdAt / 1000,
  }
}

function description(stream: Stream, nowMs: number) {
  return {
    ...identity(stream, nowMs),
    RetentionPeriodHours: RETENTION_HOURS,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  }
}
