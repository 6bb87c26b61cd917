import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type ListShardsCommandInput,
  type ListShardsCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'

/** A shard, closed ones included; `parents` are those that it was split or merged from. */
export interface Shard {
  readonly id: string
  readonly parents: readonly string[]
}

/** A record as Kinesis holds it. */
export interface KinesisRecord {
  readonly sequenceNumber: string
  readonly partitionKey: string
  readonly data: Uint8Array
  /** Milliseconds since 1970. */
  readonly arrivedAt: number
}

/** Reads streams whole; a stream that does not exist has no shards. */
export interface StreamReader {
  shards(stream: string): Promise<Shard[]>
  /** Every record of a shard, in its order, page by page. */
  records(stream: string, shard: string): AsyncIterable<readonly KinesisRecord[]>
}

/** How to reach Kinesis. */
export interface KinesisLocation {
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** A shard gives 5 answers a second, so that refusals are part of reading it. */
const ATTEMPTS = 12

/** Kinesis over HTTP/1.1: local stand-ins do not speak the HTTP/2 of the SDK's own handler. */
export function kinesisLog(location: KinesisLocation): StreamReader & { close(): void } {
  const requestHandler = new NodeHttpHandler()
  const client = new KinesisClient({ ...location, requestHandler, maxAttempts: ATTEMPTS })
  return {
    shards: (stream) => listShards(client, stream),
    records: (stream, shard) => readShard(client, stream, shard),
    close: () => client.destroy(),
  }
}

async function listShards(client: KinesisClient, StreamName: string): Promise<Shard[]> {
  const shards: Shard[] = []
  let page: ListShardsCommandInput | undefined = { StreamName }
  try {
    while (page) {
      const answer: ListShardsCommandOutput = await client.send(new ListShardsCommand(page))
      const { Shards = [], NextToken } = answer
      for (const { ShardId = '', ParentShardId, AdjacentParentShardId } of Shards) {
        const parents = [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined)
        shards.push({ id: ShardId, parents })
      }
      page = NextToken === undefined ? undefined : { NextToken }
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error
  }
  return shards
}

/** Ends with a closed shard, or where an answer is empty and nothing lies behind it. */
async function* readShard(client: KinesisClient, StreamName: string, ShardId: string) {
  const from = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(from))
  while (ShardIterator) {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator }))
    const { Records = [], MillisBehindLatest, NextShardIterator } = answer
    yield Records.map((record) => ({
      sequenceNumber: record.SequenceNumber ?? '',
      partitionKey: record.PartitionKey ?? '',
      data: record.Data ?? new Uint8Array(),
      arrivedAt: record.ApproximateArrivalTimestamp?.getTime() ?? Number.NaN,
    }))
    const isEnd = Records.length === 0 && !MillisBehindLatest
    ShardIterator = isEnd ? undefined : NextShardIterator
  }
}
