export { Aggregate } from './aggregation/aggregate.ts'
export type { UserRecord } from './aggregation/format.ts'
export {
  createKinesisCaller,
  type KinesisAnswer,
  type KinesisCaller,
  type KinesisCallSettings,
} from './call.ts'
export { type ClientOptions, createClient } from './client.ts'
export { createStreams } from './create-streams.ts'
export {
  KinesisError,
  type KinesisErrorCode,
} from './errors.ts'
export type { ProducerEvents, RequestReport, ShardTraffic } from './producer/events.ts'
export type { ProducerOptions } from './producer/options.ts'
export type { PutOutcome, PutReceipt } from './producer/pending.ts'
export { KinesisProducer, type ProducerPorts } from './producer/producer.ts'
export { type KinesisStream, openStream, type PutEntry, type PutResult } from './stream.ts'
