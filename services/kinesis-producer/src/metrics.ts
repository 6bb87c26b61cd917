import type { Metrics } from '@pinpipe/runtime'

/** Upper bounds of the request latency's buckets, seconds. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const PARTITION = ['topic', 'partition'] as const

/** Every metric of the producer. */
export function createInstruments({ counter, gauge, histogram }: Metrics) {
  return {
    consumed: counter('records_consumed_total', 'Records taken from Kafka', ['topic']),
    skipped: counter('records_skipped_total', 'Records not put, by reason', ['topic', 'code']),
    fallbacks: counter('key_fallbacks_total', 'Records without the key of their rule', ['topic']),
    outcomes: counter('records_total', 'Records by outcome: ok or a code', ['stream', 'outcome']),
    bytes: counter('sent_bytes_total', 'Bytes of requests, data and keys', ['stream']),
    retries: counter('record_retries_total', 'Kinesis records that failed in an attempt, by code', [
      'stream',
      'code',
    ]),
    shardRecords: counter('shard_records_total', 'Kinesis records stored', ['stream', 'shard']),
    requestSeconds: histogram('request_seconds', 'PutRecords requests', REQUEST_SECONDS, [
      'stream',
    ]),
    openShards: gauge('open_shards', 'Shards that take records', ['stream']),
    busiestShare: gauge(
      'busiest_shard_share',
      "The busiest shard's share of the records stored in the last interval, 0 where none was",
      ['stream'],
    ),
    shardReadErrors: counter('shard_read_errors_total', 'Times the shards were not read', [
      'stream',
      'code',
    ]),
    deadLetters: counter('dead_letters_total', 'Dead letters acknowledged', ['topic', 'code']),
    deadLetterErrors: counter('dead_letter_errors_total', 'Failed sends of dead letters', ['code']),
    gaps: counter('gap_records_total', 'Offsets deleted by the broker before reading', ['topic']),
    commits: counter('commits_total', 'Offset commits', ['outcome']),
    rebalances: counter('rebalances_total', 'Generations of the group joined'),
    groupErrors: counter('group_errors_total', 'Times the group was lost or not joined', ['code']),
    assigned: gauge('partitions_assigned', 'Partitions of this member'),
    held: gauge('held_bytes', 'Bytes of records that are not done'),
    oldestSeconds: gauge('oldest_record_seconds', 'Wait of the oldest record that is not done'),
    lag: gauge('lag_records', 'Records in Kafka that are not done', PARTITION),
  }
}

export type Instruments = ReturnType<typeof createInstruments>
