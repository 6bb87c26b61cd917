import { fullJitter, type Timing } from '@pinpipe/delivery'
import type { ConsumedRecord, ProduceRecord, RecordProducer, TopicPartition } from '@pinpipe/kafka'
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
  problem: RecordProblem,
  { contextHeaders, connectorName }: DeadLetterOptions,
): ProduceRecord {
  const context = {
    topic: at.topic,
    partition: String(at.partition),
    offset: String(record.offset),
    'connector.name': connectorName,
    'task.id': '0',
    stage: problem.stage,
    'class.name': CLASS_NAMES[problem.stage],
    'exception.class.name': 'org.apache.kafka.connect.errors.DataException',
    'exception.message': problem.message,
    'exception.stacktrace': `${problem.code}: ${problem.message}`,
  }
  const added = Object.entries(contextHeaders ? context : {}).map(([name, text]) => [
    `__connect.errors.${name}`,
    Buffer.from(text),
  ])
  const headers = { ...originalHeaders(record), ...Object.fromEntries(added) }
  return { key: record.key, value: record.value, headers }
}

const CLASS_NAMES: Readonly<Record<RecordProblem['stage'], string>> = {
  VALUE_CONVERTER: 'org.apache.kafka.connect.json.JsonConverter',
  TASK_PUT: 'io.confluent.connect.s3.S3SinkTask',
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
  readonly timing: Timing
  readonly backoff: { readonly baseMs: number; readonly capMs: number }
  onFailure(error: unknown, attempt: number): void
}

/**
 * Sends a dead letter until the broker has it: at least once, as an unknown outcome is sent again.
 * @throws the signal's reason once it aborts.
 */
export async function sendDeadLetter(
  topic: string,
  letter: ProduceRecord,
  { producer, timing, backoff, onFailure }: DeadLetterSender,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    const error = await producer.produce(topic, [letter]).then(
      ([outcome]) => (outcome && 'error' in outcome ? outcome.error : undefined),
      (thrown: unknown) => thrown,
    )
    if (error === undefined) return
    onFailure(error, attempt)
    await timing.sleep(fullJitter(attempt, backoff, timing.random), signal)
  }
}
