import { invalidArgument, ServiceError, type ServiceErrorCode } from '../core/errors.ts'
import { hashKeyOf } from '../core/hash-range.ts'
import type { NewRecord } from '../core/shard.ts'
import type { Stream } from '../core/stream.ts'
import { hashKey, type Input, invalid, optionalText, requiredText, streamNameOf } from './input.ts'
import type { Context, Operation } from './operation.ts'

/** Quotas of one PutRecords request, keys included. */
const MOST_RECORDS = 500
const MOST_BYTES = 10 * 1024 * 1024
const MOST_KEY_CHARACTERS = 256

interface Entry extends NewRecord {
  readonly hashKey: bigint
}

type Outcome =
  | { readonly ShardId: string; readonly SequenceNumber: string }
  | { readonly ErrorCode: ServiceErrorCode; readonly ErrorMessage: string }

export const putRecord: Operation = (input, context) => {
  const stream = context.streams.serving(streamNameOf(input), context.nowMs)
  const ordering = optionalText(input, 'SequenceNumberForOrdering') ?? '0'
  if (!/^(0|[1-9]\d{0,128})$/.test(ordering))
    throw invalid('sequenceNumberForOrdering', 'be a sequence number')
  const outcome = put(stream, entryOf(input, stream), 0, context)
  if ('ErrorCode' in outcome) throw new ServiceError(outcome.ErrorCode, outcome.ErrorMessage)
  return outcome
}

/** All records are checked before the first is stored; then each has its own outcome. */
export const putRecords: Operation = (input, context) => {
  const stream = context.streams.serving(streamNameOf(input), context.nowMs)
  const { Records } = input
  if (!Array.isArray(Records) || Records.length < 1 || Records.length > MOST_RECORDS)
    throw invalid('records', `have 1 to ${MOST_RECORDS} records`)
  const entries = Records.map((record: Input | null) => entryOf(record ?? {}, stream))
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES)
    throw invalidArgument(`A request may have at most ${MOST_BYTES} bytes of data and keys.`)
  const outcomes = entries.map((entry, index) => put(stream, entry, index, context))
  const FailedRecordCount = outcomes.filter((outcome) => 'ErrorCode' in outcome).length
  return { FailedRecordCount, Records: outcomes }
}

function entryOf(input: Input, stream: Stream): Entry {
  const partitionKey = requiredText(input, 'PartitionKey')
  if (partitionKey.length > MOST_KEY_CHARACTERS && [...partitionKey].length > MOST_KEY_CHARACTERS)
    throw invalid('partitionKey', `have at most ${MOST_KEY_CHARACTERS} characters`)
  const data = optionalText(input, 'Data')
  if (data === undefined) throw invalid('data', 'not be null')
  const bytes = decodedBytes(data) + Buffer.byteLength(partitionKey)
  if (bytes > stream.spec.maxRecordBytes)
    throw invalidArgument(
      `Data and key of a record may have at most ${stream.spec.maxRecordBytes} bytes.`,
    )
  const explicit = optionalText(input, 'ExplicitHashKey')
  const key =
    explicit === undefined ? hashKeyOf(partitionKey) : hashKey(explicit, 'ExplicitHashKey')
  return { partitionKey, data, bytes, hashKey: key }
}

/** The text is kept as it is, so it must be base64 with its padding, which Node's decoder does not ask for. */
function decodedBytes(data: string): number {
  const bytes = Buffer.byteLength(data, 'base64')
  const urlSafe = data.includes('-') || data.includes('_')
  if (data.length % 4 === 0 && !urlSafe && Buffer.from(data, 'base64').length === bytes)
    return bytes
  throw new ServiceError('SerializationException', 'Data must be base64.')
}

function put(stream: Stream, entry: Entry, index: number, context: Context): Outcome {
  const shard = stream.route(entry.hashKey)
  const { partitionKey, data } = entry
  const place = { stream: stream.name, shardId: shard.id, partitionKey, data, index }
  const ErrorCode = context.recordFault(place)
  if (ErrorCode) return { ErrorCode, ErrorMessage: 'Injected into this fake.' }
  const SequenceNumber = shard.put(entry, context.nowMs)
  if (SequenceNumber !== undefined) return { SequenceNumber, ShardId: shard.id }
  return {
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage: `Rate exceeded for shard ${shard.id} in stream ${stream.name}.`,
  }
}
