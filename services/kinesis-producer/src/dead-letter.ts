import { type Backoff, type Timing, withRetry } from '@pinpipe/delivery'
import type { ConsumedRecord, ProduceRecord, RecordProducer, TopicPartition } from '@pinpipe/kafka'
import type { KinesisError } from '@pinpipe/kinesis'

const PREFIX = '__connect.errors.'

/**
 * The dead letter of a record that Kinesis never takes: its bytes and headers (of one that occurs more
 * than once the last), and Kafka Connect's context headers that say why.
 */
export function deadLetter(
  at: TopicPartition,
  record: ConsumedRecord,
  { code, message }: KinesisError,
): ProduceRecord {
  const context = {
    topic: at.topic,
    partition: String(at.partition),
    offset: String(record.offset),
    'connector.name': 'kinesis-producer',
    'task.id': '0',
    stage: 'TASK_PUT',
    'class.name': 'pinpipe.KinesisProducer',
    'exception.class.name': 'org.apache.kafka.connect.errors.DataException',
    'exception.message': message,
    'exception.stacktrace': `${code}: ${message}`,
  }
  const headers: Record<string, Buffer | null> = {}
  for (const [name, given] of Object.entries(record.headers)) {
    const value = Array.isArray(given) ? given.at(-1) : given
    headers[name] = value === undefined ? null : Buffer.from(value)
  }
  for (const [name, text] of Object.entries(context)) headers[PREFIX + name] = Buffer.from(text)
  return { key: record.key, value: record.value, headers }
}

/** What sending needs. */
export interface DeadLetterSender {
  readonly producer: RecordProducer
  readonly topic: string
  readonly timing: Timing
  readonly backoff: Backoff
  onFailure(error: unknown): void
}

/**
 * Sends a dead letter until the broker has it: at least once, as an unknown outcome is sent again.
 * @throws the signal's reason once it aborts.
 */
export async function sendDeadLetter(
  letter: ProduceRecord,
  { producer, topic, timing, backoff, onFailure }: DeadLetterSender,
  signal: AbortSignal,
): Promise<void> {
  const send = async () => {
    const [outcome] = await producer.produce(topic, [letter])
    if (outcome && 'error' in outcome) throw outcome.error
  }
  await withRetry(send, {
    policy: { ...backoff, forMs: Number.POSITIVE_INFINITY },
    decide: () => ({ retry: true }),
    timing,
    signal,
    onRetry: onFailure,
  })
}
