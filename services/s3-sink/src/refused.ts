import type { TopicPartition } from '@pinpipe/kafka'
import { SinkError } from './errors.ts'
import type { RecordProblem } from './route.ts'

/** The error that stops the sink at a record, with the connector key that would let it go on. */
export function recordRefused(
  { topic, partition }: TopicPartition,
  offset: number,
  problem: RecordProblem,
): SinkError {
  const remedy =
    problem.code === 'NULL_VALUE'
      ? 'set behavior.on.null.values to ignore'
      : 'set errors.tolerance to all, with errors.deadletterqueue.topic.name to keep such records'
  return new SinkError(
    'RECORD_REFUSED',
    `${topic}, partition ${partition}, offset ${offset}: ${problem.message}. To go on past such records, ${remedy}.`,
    { facts: { topic, partition, offset, problem: problem.code } },
  )
}
