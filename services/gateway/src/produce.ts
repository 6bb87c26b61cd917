import {
  KafkaError,
  type Outcome,
  type ProduceRecord,
  type RecordProducer,
  type TopicInfo,
} from '@pinpipe/kafka'
import { RestError } from './errors.ts'
import type { GatewayEvents } from './events.ts'
import type { Format } from './formats/format.ts'
import { toRestError } from './kafka-errors.ts'
import { type PostedRecord, type ProduceBody, readProduceBody } from './produce-body.ts'
import type { RequestRoom } from './request-room.ts'

/** What producing needs; the gateway's ports. */
export interface ProducePorts {
  readonly producer: RecordProducer
  readonly topics: { topic(name: string): Promise<TopicInfo> }
  readonly events: GatewayEvents
}

/** One produce request, as the routes take it from HTTP. */
export interface ProduceRequest {
  readonly topic: string
  /** From the path; a record's own partition wins. */
  readonly partition: number | undefined
  readonly format: Format
  readonly body: Buffer
  readonly room: Pick<RequestRoom, 'take'>
}

/**
 * Accept, decode by content type, check, produce: one outcome per record, in request order.
 * @throws {RestError} when nothing was produced.
 */
export async function produce(
  { producer, topics, events }: ProducePorts,
  { topic, partition, format, body, room }: ProduceRequest,
): Promise<readonly Outcome[]> {
  const posted = readProduceBody(body, room)
  checkSchemas(format, posted)
  const records = posted.records.map((record) => encode(record, partition, format))
  try {
    checkPartitions(await topics.topic(topic), records)
    const outcomes = await producer.produce(topic, records)
    events.recordsProduced(topic, outcomes, body.length)
    return outcomes
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    if (error.code === 'KAFKA_UNKNOWN_TOPIC') throw new RestError('TOPIC_NOT_FOUND')
    throw toRestError(error)
  }
}

function encode(
  { key, value, partition: own }: PostedRecord,
  ofPath: number | undefined,
  format: Format,
): ProduceRecord {
  const partition = own ?? ofPath
  return {
    key: key && format.encode(key),
    value: value && format.encode(value),
    ...(partition !== undefined && { partition }),
  }
}

function checkSchemas(format: Format, { records, hasKeySchema, hasValueSchema }: ProduceBody) {
  if (!format.needsSchema) return
  if (!hasKeySchema && records.some(({ key }) => key !== null))
    throw new RestError('KEY_SCHEMA_MISSING')
  if (!hasValueSchema && records.some(({ value }) => value !== null))
    throw new RestError('VALUE_SCHEMA_MISSING')
  throw new RestError('NO_SCHEMA_REGISTRY')
}

function checkPartitions({ partitions }: TopicInfo, records: readonly ProduceRecord[]): void {
  const known = new Set(partitions.map(({ partition }) => partition))
  for (const { partition } of records)
    if (partition !== undefined && !known.has(partition)) throw new RestError('PARTITION_NOT_FOUND')
}
