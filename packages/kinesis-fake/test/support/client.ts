import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorInput,
  KinesisClient,
  ListShardsCommand,
  type ListShardsInput,
  MergeShardsCommand,
  PutRecordCommand,
  type PutRecordInput,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import { waitFor } from '@pinpipe/stack'
import { NodeHttpHandler } from '@smithy/node-http-handler'

/** What of GetShardIterator says where to begin. */
export type Start = Pick<
  GetShardIteratorInput,
  'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'
>

export const FIRST_SHARD = 'shardId-000000000000'
const TRIM_HORIZON: Start = { ShardIteratorType: 'TRIM_HORIZON' }

/** The SDK's client over HTTP/1.1, since its default handler needs HTTP/2. */
export function clientOf(endpoint: string, maxAttempts = 8): KinesisClient {
  return new KinesisClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts,
    requestHandler: new NodeHttpHandler({ requestTimeout: 60_000, throwOnRequestTimeout: true }),
  })
}

/** The name of the error that a request ends with, or that it ends with none. */
export async function outcome(request: Promise<unknown>): Promise<string> {
  try {
    await request
    return 'accepted'
  } catch (error) {
    return (error as Error).name
  }
}

/** One stream through the SDK; what changes it waits until the change is over. */
export class StreamClient {
  readonly #client: KinesisClient
  readonly name: string

  constructor(client: KinesisClient, name: string) {
    this.#client = client
    this.name = name
  }

  async create(ShardCount = 1): Promise<this> {
    await this.#client.send(new CreateStreamCommand({ StreamName: this.name, ShardCount }))
    await this.#untilActive()
    return this
  }

  async delete(): Promise<void> {
    await this.#client.send(new DeleteStreamCommand({ StreamName: this.name }))
    const gone = async () => (await outcome(this.#summary())) === 'ResourceNotFoundException'
    await waitFor(gone, { what: `${this.name} to be gone`, everyMs: 50 })
  }

  async split(ShardToSplit: string, at: bigint): Promise<void> {
    const input = { StreamName: this.name, ShardToSplit, NewStartingHashKey: at.toString() }
    await this.#client.send(new SplitShardCommand(input))
    await this.#untilActive()
  }

  async merge(ShardToMerge: string, AdjacentShardToMerge: string): Promise<void> {
    const input = { StreamName: this.name, ShardToMerge, AdjacentShardToMerge }
    await this.#client.send(new MergeShardsCommand(input))
    await this.#untilActive()
  }

  async scale(TargetShardCount: number): Promise<void> {
    const ScalingType = 'UNIFORM_SCALING'
    const input = { StreamName: this.name, TargetShardCount, ScalingType } as const
    await this.#client.send(new UpdateShardCountCommand(input))
    await this.#untilActive()
  }

  put(data: string, PartitionKey = 'a-key', more: Partial<PutRecordInput> = {}) {
    const input = { StreamName: this.name, Data: Buffer.from(data), PartitionKey, ...more }
    return this.#client.send(new PutRecordCommand(input))
  }

  /** Records with the keys key-0, key-1, …, all of one size. */
  putMany(count: number, bytes = 1) {
    const Records = Array.from({ length: count }, (_, at) => ({
      Data: Buffer.alloc(bytes, '.'),
      PartitionKey: `key-${at}`,
    }))
    return this.#client.send(new PutRecordsCommand({ StreamName: this.name, Records }))
  }

  async shards(input: ListShardsInput = {}) {
    const command = new ListShardsCommand({ StreamName: this.name, ...input })
    return (await this.#client.send(command)).Shards ?? []
  }

  async iterator(ShardId: string, start = TRIM_HORIZON): Promise<string | undefined> {
    const input = { StreamName: this.name, ShardId, ...start }
    return (await this.#client.send(new GetShardIteratorCommand(input))).ShardIterator
  }

  get(ShardIterator: string | undefined, Limit = 10) {
    return this.#client.send(new GetRecordsCommand({ ShardIterator, Limit }))
  }

  /** A shard's data from a start to its tip or end, page by page, with the last answer. */
  async read(shardId: string, start = TRIM_HORIZON) {
    const data: string[] = []
    let iterator = await this.iterator(shardId, start)
    for (;;) {
      const last = await this.get(iterator)
      for (const { Data } of last.Records ?? []) data.push(Buffer.from(Data ?? []).toString())
      iterator = last.NextShardIterator
      const atTip = last.Records?.length === 0 && last.MillisBehindLatest === 0
      if (!iterator || atTip) return { data, last }
    }
  }

  #summary() {
    return this.#client.send(new DescribeStreamSummaryCommand({ StreamName: this.name }))
  }

  async #untilActive(): Promise<void> {
    const active = async () =>
      (await this.#summary()).StreamDescriptionSummary?.StreamStatus === 'ACTIVE'
    await waitFor(active, { what: `${this.name} to be ACTIVE`, everyMs: 50 })
  }
}
