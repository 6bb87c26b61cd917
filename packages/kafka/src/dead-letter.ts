import { type Backoff, fullJitter, type Timing } from '@pinpipe/delivery'
import type { ConsumedRecord, TopicPartition } from './consumer/types.ts'
import { KafkaError } from './errors.ts'
import type { ProduceRecord, RecordProducer } from './record.ts'

/** Why a record is a dead letter, in the terms of Kafka Connect's context headers. */
export interface DeadLetterContext {
  readonly connectorName: string
  readonly stage: 'VALUE_CONVERTER' | 'TASK_PUT'
  readonly className: string
  readonly code: string
  readonly message: string
}

/** The names that Kafka Connect gives these headers (KIP-298) begin so. */
const PREFIX = '__connect.errors.'

/** Left out of a letter that is too large: what remains tells where it came from and its code. */
const DISPENSABLE = new Set(
  [
    'connector.name',
    'task.id',
    'stage',
    'class.name',
    'exception.class.name',
    'exception.message',
  ].map((name) => PREFIX + name),
)

/** The dead letter of a record: its bytes and headers and, where a context is given, Connect's headers. */
export function deadLetter(
  at: TopicPartition,
  record: ConsumedRecord,
  context?: DeadLetterContext,
): ProduceRecord {
  const added = context ? contextHeaders(at, record, context) : {}
  const headers = { ...originalHeaders(record), ...added }
  return { key: record.key, value: record.value, headers }
}

function contextHeaders(
  { topic, partition }: TopicPartition,
  { offset }: ConsumedRecord,
  { connectorName, stage, className, code, message }: DeadLetterContext,
): Record<string, Buffer> {
  const context = {
    topic,
    partition: String(partition),
    offset: String(offset),
    'connector.name': connectorName,
    'task.id': '0',
    stage,
    'class.name': className,
    'exception.class.name': 'org.apache.kafka.connect.errors.DataException',
    'exception.message': message,
    'exception.stacktrace': `${code}: ${message}`,
  }
  const named = Object.entries(context).map(([name, text]) => [PREFIX + name, Buffer.from(text)])
  return Object.fromEntries(named)
}

/** Of a header that occurs more than once, the last value. */
function originalHeaders({ headers }: ConsumedRecord): Record<string, Buffer | null> {
  const last = Object.entries(headers).map(([name, given]) => {
    const value = Array.isArray(given) ? given.at(-1) : given
    return [name, value === undefined ? null : Buffer.from(value)]
  })
  return Object.fromEntries(last)
}

/** What sending needs. */
export interface DeadLetterSender {
  readonly producer: RecordProducer
  readonly topic: string
  readonly timing: Timing
  readonly backoff: Backoff
  /** @param attempt that failed, from 1 */
  onFailure(error: unknown, attempt: number): void
}

/**
 * Sends a dead letter until the broker has it: at least once, as an unknown outcome is sent again. One
 * that is too large is sent without the longer context headers; where that is too large as well, the
 * attempt has failed with KAFKA_RECORD_TOO_LARGE, and the next one begins with all headers again.
 * @throws the signal's reason once it aborts.
 */
export async function sendDeadLetter(
  letter: ProduceRecord,
  { producer, topic, timing, backoff, onFailure }: DeadLetterSender,
  signal: AbortSignal,
): Promise<void> {
  const send = (record: ProduceRecord) =>
    producer.produce(topic, [record]).then(
      ([outcome]) => (outcome && 'error' in outcome ? outcome.error : undefined),
      (thrown: unknown) => thrown,
    )
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    let error = await send(letter)
    if (error instanceof KafkaError && error.code === 'KAFKA_RECORD_TOO_LARGE')
      error = await send(shortened(letter))
    if (error === undefined) return
    signal.throwIfAborted()
    onFailure(error, attempt)
    await timing.sleep(fullJitter(attempt, backoff, timing.random), signal)
  }
}

function shortened({ headers = {}, ...letter }: ProduceRecord): ProduceRecord {
  const kept = Object.entries(headers).filter(([name]) => !DISPENSABLE.has(name))
  return { ...letter, headers: Object.fromEntries(kept) }
}
