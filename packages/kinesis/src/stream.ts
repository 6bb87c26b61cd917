import {
  type KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  type PutRecordsResultEntry,
} from '@aws-sdk/client-kinesis'
import { type KinesisError, kinesisError, recordError, translateKinesisError } from './errors.ts'

/** One Kinesis record to put. */
export interface PutEntry {
  readonly data: Uint8Array
  /** 1 to 256 characters. */
  readonly partitionKey: string
  /** Decimal, 0 to 2^128 - 1: takes the place of the key's own hash. */
  readonly explicitHashKey?: string
}

/** Where a record was stored, or why it was not. */
export type PutResult =
  | { readonly shardId: string; readonly sequenceNumber: string }
  | { readonly error: KinesisError }

/** A shard and the hashes that it takes, both ends included. */
export interface Shard {
  readonly shardId: string
  readonly from: bigint
  readonly to: bigint
  /** Whether it takes records; a parent of a split or merge does not. */
  readonly open: boolean
}

/** The port to one stream. */
export interface KinesisStream {
  /**
   * Puts up to 500 records in one request, sent once. One result per record, in order.
   * @throws {KinesisError} when the request failed as a whole.
   */
  putRecords(entries: readonly PutEntry[]): Promise<readonly PutResult[]>
  /**
   * One page of the stream's shards; `next`, if any, is the token of the page after it.
   * @throws {KinesisError}
   */
  listShards(token?: string): Promise<{ readonly shards: readonly Shard[]; readonly next?: string }>
}

/** The stream `name` behind an SDK client. */
export function openStream(client: KinesisClient, name: string): KinesisStream {
  return {
    putRecords: async (entries) => {
      const Records = entries.map(({ data, partitionKey, explicitHashKey }) => ({
        Data: data,
        PartitionKey: partitionKey,
        ...(explicitHashKey !== undefined && { ExplicitHashKey: explicitHashKey }),
      }))
      const answer = await client
        .send(new PutRecordsCommand({ StreamName: name, Records }))
        .catch(rethrow)
      if (answer.Records?.length !== entries.length) throw incomplete(answer.Records?.length)
      return answer.Records.map(toResult)
    },
    listShards: async (token) => {
      const page = token === undefined ? { StreamName: name } : { NextToken: token }
      const { Shards = [], NextToken } = await client
        .send(new ListShardsCommand(page))
        .catch(rethrow)
      const shards = Shards.map(({ ShardId, HashKeyRange, SequenceNumberRange }) => ({
        shardId: ShardId ?? '',
        from: BigInt(HashKeyRange?.StartingHashKey ?? 0),
        to: BigInt(HashKeyRange?.EndingHashKey ?? 0),
        open: SequenceNumberRange?.EndingSequenceNumber === undefined,
      }))
      return { shards, ...(NextToken !== undefined && { next: NextToken }) }
    },
  }
}

function rethrow(error: unknown): never {
  throw translateKinesisError(error)
}

function toResult(result: PutRecordsResultEntry): PutResult {
  const { ShardId: shardId, SequenceNumber: sequenceNumber, ErrorCode, ErrorMessage } = result
  if (shardId !== undefined && sequenceNumber !== undefined) return { shardId, sequenceNumber }
  return { error: recordError(ErrorCode ?? 'InternalFailure', ErrorMessage ?? 'No reason given') }
}

function incomplete(count = 0): KinesisError {
  return kinesisError(
    'KINESIS_OUTCOME_UNKNOWN',
    `The answer holds ${count} results, not one per record: the records may or may not be stored.`,
  )
}
