import { SettableClock } from '../../src/clock.ts'
import { Sequencer } from '../../src/core/sequencer.ts'
import type { ShardLimits } from '../../src/core/shard.ts'
import { Streams } from '../../src/core/streams.ts'
import { type Action, operations } from '../../src/operations/index.ts'
import type { Input } from '../../src/operations/input.ts'
import type { Operation, RecordFault } from '../../src/operations/operation.ts'

/** The API's answers as the tests read them. */
export interface ShardAnswer {
  readonly ShardId: string
  readonly ParentShardId?: string
  readonly AdjacentParentShardId?: string
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string }
  readonly SequenceNumberRange: {
    readonly StartingSequenceNumber: string
    readonly EndingSequenceNumber?: string
  }
}

export interface PutAnswer {
  readonly ShardId: string
  readonly SequenceNumber: string
}

export interface GetAnswer {
  readonly Records: readonly {
    readonly Data: string
    readonly PartitionKey: string
    readonly SequenceNumber: string
    readonly ApproximateArrivalTimestamp: number
  }[]
  readonly NextShardIterator: string | null
  readonly MillisBehindLatest: number
  readonly ChildShards?: readonly { readonly ShardId: string; readonly ParentShards: string[] }[]
}

export const STREAM = 'a-stream'
const UNLIMITED = { writes: false, reads: false }

/** The operations on streams in memory, at the time of a clock that the test moves. */
export class Api {
  readonly clock = new SettableClock()
  readonly #streams: Streams
  recordFault: RecordFault = () => undefined

  constructor({ limits = UNLIMITED, statusDelayMs = 0 }: Partial<ApiOptions> = {}) {
    this.#streams = new Streams({ sequencer: new Sequencer(), limits, statusDelayMs })
  }

  call<T = unknown>(action: Action, input: Input = {}): T {
    const { recordFault } = this
    const context = { streams: this.#streams, nowMs: this.clock.now(), recordFault }
    const operation: Operation = operations[action]
    return operation({ StreamName: STREAM, ...input }, context) as T
  }

  create(ShardCount = 1): this {
    this.call('CreateStream', { ShardCount })
    return this
  }

  put(data: string, PartitionKey = 'a-key'): PutAnswer {
    const Data = Buffer.from(data).toString('base64')
    return this.call('PutRecord', { Data, PartitionKey })
  }

  shards(input: Input = {}): ShardAnswer[] {
    return this.call<{ Shards: ShardAnswer[] }>('ListShards', input).Shards
  }

  iterator(ShardId = 'shardId-000000000000', at: Input = { ShardIteratorType: 'TRIM_HORIZON' }) {
    const answer = this.call<{ ShardIterator: string }>('GetShardIterator', { ShardId, ...at })
    return answer.ShardIterator
  }

  get(ShardIterator: string, Limit?: number): GetAnswer {
    return this.call('GetRecords', { ShardIterator, Limit })
  }
}

interface ApiOptions {
  readonly limits: ShardLimits
  readonly statusDelayMs: number
}

/** The data of records as texts. */
export const texts = ({ Records }: GetAnswer) =>
  Records.map(({ Data }) => Buffer.from(Data, 'base64').toString())
