import {
  type ConsumedRecord,
  deadLetter as letterOf,
  type ProduceRecord,
  type TopicPartition,
} from '@pinpipe/kafka'
import type { KinesisError } from '@pinpipe/kinesis'

/** The dead letter of a record that Kinesis never takes: its bytes and headers, and why it is one. */
export function deadLetter(
  at: TopicPartition,
  record: ConsumedRecord,
  { code, message }: KinesisError,
): ProduceRecord {
  return letterOf(at, record, {
    connectorName: 'kinesis-producer',
    stage: 'TASK_PUT',
    className: 'pinpipe.KinesisProducer',
    ...{ code, message },
  })
}
