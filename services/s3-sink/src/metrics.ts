import type { Metrics } from '@pinpipe/runtime'

/** Upper bounds of the put latency's buckets, seconds. */
const PUT_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Every metric of the sink. */
export function createInstruments({ counter, gauge, histogram }: Metrics) {
  return {
    consumed: counter('records_consumed_total', 'Records taken from Kafka', ['topic']),
    written: counter('records_flushed_total', 'Records in files that were closed', ['topic']),
    skipped: counter('records_skipped_total', 'Records not written, by reason', ['topic', 'code']),
    deadLetters: counter('dead_letters_total', 'Dead letters acknowledged', ['topic', 'code']),
    deadLetterErrors: counter('dead_letter_errors_total', 'Failed sends of dead letters', ['code']),
    gaps: counter('gap_records_total', 'Offsets deleted by the broker before reading', ['topic']),
    flushes: counter('files_flushed_total', 'Files closed, by cause', ['topic', 'cause']),
    puts: counter('puts_total', 'Puts settled: created, or the object was met', ['topic', 'by']),
    putErrors: counter('put_errors_total', 'Failed attempts to put, by code', ['code']),
    putSeconds: histogram('put_seconds', 'From closing to durable, waits included', PUT_SECONDS),
    commits: counter('commits_total', 'Offset commits', ['outcome']),
    rebalances: counter('rebalances_total', 'Generations of the group joined'),
    groupErrors: counter('group_errors_total', 'Times the group was lost or not joined', ['code']),
    assigned: gauge('partitions_assigned', 'Partitions of this member'),
    openFiles: gauge('open_files', 'Files that take records'),
    buffered: gauge('buffered_bytes', 'Memory of records in open files or waiting to be durable'),
    lagRecords: gauge('lag_records', 'Records in Kafka, not safely in the bucket', [
      'topic',
      'partition',
    ]),
    lagSeconds: gauge('lag_seconds', 'Age of the oldest record that was read and is not durable', [
      'topic',
      'partition',
    ]),
  }
}
