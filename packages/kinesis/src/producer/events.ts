import type { KinesisError, KinesisErrorCode } from '../errors.ts'

/** What a request did to one shard. */
export interface ShardTraffic {
  /** Kinesis records. */
  records: number
  /** Of data and keys. */
  bytes: number
  /** Kinesis records that were not stored, or perhaps not. */
  failed: number
}

/** A PutRecords request that has its answer, or has failed as a whole. */
export interface RequestReport {
  readonly userRecords: number
  readonly kinesisRecords: number
  readonly bytes: number
  readonly seconds: number
  /** By the shard that the record was meant for. */
  readonly shards: ReadonlyMap<string, ShardTraffic>
  /** Kinesis records that failed, by code. */
  readonly failures: ReadonlyMap<KinesisErrorCode, number>
}

/** What happens in the producer, per batch. */
export interface ProducerEvents {
  requestDone(report: RequestReport): void
  /** Accepted records have their outcomes, by code. */
  recordsSettled(counts: ReadonlyMap<KinesisErrorCode | 'ok', number>): void
  /** The stream's shards were read; `open` take records. */
  shardsRead(open: number): void
  /** The shards cannot be read; without any, records fail with this error. */
  shardsNotRead(error: KinesisError): void
}
