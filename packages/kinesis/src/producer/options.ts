/** How the producer collects, aggregates, limits and gives up. */
export interface ProducerOptions {
  /** Milliseconds that a record may wait for others. Default 100. */
  readonly lingerMs: number
  /** Kinesis records of a request; 500 is the service's limit and the default. */
  readonly maxRequestRecords: number
  /** Bytes of a request, keys included. Default 5 MiB; the service takes 10 MiB. */
  readonly maxRequestBytes: number
  /** Requests on their way at a time, fewer while some have no answer. Default 16. */
  readonly maxRequests: number
  /** Bytes of a record with its key: the stream's `MaxRecordSizeInKiB`. Default 1 MiB. */
  readonly maxRecordBytes: number
  /**
   * Whether records for one shard are packed into one Kinesis record, in the KPL's format. Readers must
   * unpack them. Default false.
   */
  readonly aggregate: boolean
  /** Bytes at which an aggregate is full. Default 51,200, as the KPL's. */
  readonly aggregateBytes: number
  /**
   * Whether the records of a key are stored in the order in which they were put. PutRecords promises no
   * order even within a request, so a request holds one Kinesis record of a key, and the next one waits
   * for the answer: one record of a key per round trip, or one aggregate of many. What an attempt
   * without an answer stored may come a second time, but before any later record. Default true.
   */
  readonly ordered: boolean
  /**
   * Share of each shard's quotas (1,000 records/s and 1 MB/s) that this process uses. Less than 1 where
   * several processes write to the stream. Default 1.
   */
  readonly shardShare: number
  /** Milliseconds after which a record is not sent again. Default 30,000. */
  readonly ttlMs: number
  /** Bytes of accepted records, with their overhead in memory. Default 64 MiB. */
  readonly maxPendingBytes: number
  /** Least milliseconds between two reads of the shards. Default 1,000. */
  readonly shardRefreshMs: number
}

/** The values above. */
export const DEFAULT_OPTIONS: ProducerOptions = {
  lingerMs: 100,
  maxRequestRecords: 500,
  maxRequestBytes: 5 * 1024 * 1024,
  maxRequests: 16,
  maxRecordBytes: 1024 * 1024,
  aggregate: false,
  aggregateBytes: 51_200,
  ordered: true,
  shardShare: 1,
  ttlMs: 30_000,
  maxPendingBytes: 64 * 1024 * 1024,
  shardRefreshMs: 1_000,
}
