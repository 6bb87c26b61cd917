import {
  type ConsumedRecord,
  deadLetter as letterOf,
  type ProduceRecord,
  type TopicPartition,
} from '@pinpipe/kafka'
import type { RecordProblem } from './route.ts'

/** Where dead letters go and what they say. */
export interface DeadLetterOptions {
  readonly topic: string
  /** `errors.deadletterqueue.context.headers.enable`. */
  readonly contextHeaders: boolean
  readonly connectorName: string
}

/** Makes the dead letter of a record: its bytes and headers, and why it is one. */
export function deadLetter(
  at: TopicPartition,
  record: ConsumedRecord,
  { code, message, stage }: RecordProblem,
  { contextHeaders, connectorName }: DeadLetterOptions,
): ProduceRecord {
  if (!contextHeaders) return letterOf(at, record)
  const className = CLASS_NAMES[stage]
  return letterOf(at, record, { connectorName, stage, className, code, message })
}

const CLASS_NAMES: Readonly<Record<RecordProblem['stage'], string>> = {
  VALUE_CONVERTER: 'org.apache.kafka.connect.json.JsonConverter',
  TASK_PUT: 'io.confluent.connect.s3.S3SinkTask',
}
