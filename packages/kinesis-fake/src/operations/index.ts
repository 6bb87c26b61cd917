import type { Operation } from './operation.ts'
import { putRecord, putRecords } from './put.ts'
import { getRecords, getShardIterator } from './read.ts'
import { merge, split, updateCount } from './reshard.ts'
import { listShards } from './shards.ts'
import {
  createStream,
  deleteStream,
  describeStream,
  describeStreamSummary,
  listStreams,
} from './streams.ts'

/** What the fake can do, by the action's name in X-Amz-Target. */
export const operations = {
  CreateStream: createStream,
  DeleteStream: deleteStream,
  DescribeStream: describeStream,
  DescribeStreamSummary: describeStreamSummary,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  ListShards: listShards,
  ListStreams: listStreams,
  MergeShards: merge,
  PutRecord: putRecord,
  PutRecords: putRecords,
  SplitShard: split,
  UpdateShardCount: updateCount,
} satisfies Record<string, Operation>

/** An action of the API that the fake knows. */
export type Action = keyof typeof operations

/** Whether the fake knows an action. */
export const isAction = (name: string): name is Action => Object.hasOwn(operations, name)
