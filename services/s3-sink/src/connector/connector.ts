import type { Subscription } from '@pinpipe/kafka'
import type { z } from 'zod'
import { byteArrayFormat, type Format, jsonFormat } from '../format.ts'
import type { KeyLayout } from '../key.ts'
import { createSchedule, noSchedule, type Schedule } from '../rotation.ts'
import type { RoutePolicy } from '../route.ts'
import { type Compression, gzipCompression, noCompression } from '../upload.ts'
import { javaPattern } from './java-pattern.ts'
import { JSON_FORMAT, type usedKeys } from './used-keys.ts'

type Keys = z.infer<z.ZodObject<typeof usedKeys>>

/** A connector configuration, turned into what the sink is made of. */
export interface Connector {
  readonly name: string
  readonly subscription: Subscription
  readonly format: Format
  readonly compression: Compression
  readonly layout: KeyLayout
  /** `flush.size`. */
  readonly flushRecords: number
  readonly schedule: Schedule
  readonly policy: RoutePolicy
  readonly deadLetters: { readonly topic: string; readonly contextHeaders: boolean } | undefined
  readonly bucket: string
  readonly region: string | undefined
  readonly endpoint: string | undefined
  readonly pathStyle: boolean
  readonly credentials: { accessKeyId: string; secretAccessKey: string } | undefined
  readonly attempts: number
  readonly retryBackoffMs: number
}

/** What does not fit together, of keys that are right each for itself; the others are left out. */
export function crossProblems(keys: Partial<Keys>): readonly string[] {
  const checks = [subscriptionOf, scheduleOf, checkConverter, checkDeadLetters]
  return checks.flatMap((check) => {
    try {
      check(keys)
      return []
    } catch (error) {
      return [(error as Error).message]
    }
  })
}

/**
 * Builds the connector of keys that have no problems.
 * @throws {Error} where `crossProblems` has something to say.
 */
export function toConnector(keys: Keys): Connector {
  return { ...partsOf(keys), subscription: subscriptionOf(keys), schedule: scheduleOf(keys) }
}

function partsOf(keys: Keys): Omit<Connector, 'subscription' | 'schedule'> {
  const format = formatOf(keys)
  const compression =
    keys['s3.compression.type'] === 'gzip'
      ? gzipCompression(keys['s3.compression.level'])
      : noCompression
  const deadLetters = deadLettersOf(keys)
  return {
    name: keys.name,
    format,
    compression,
    deadLetters,
    layout: {
      topicsDir: keys['topics.dir'],
      directoryDelim: keys['directory.delim'],
      fileDelim: keys['file.delim'],
      padWidth: keys['filename.offset.zero.pad.width'],
      extension: format.extension + compression.extension,
    },
    policy: {
      tolerate: keys['errors.tolerance'] === 'all',
      deadLetters: deadLetters !== undefined,
      ignoreNulls: keys['behavior.on.null.values'] === 'ignore',
      reportNulls: keys['report.null.values.to.dlq'],
    },
    flushRecords: keys['flush.size'],
    ...storeOf(keys),
  }
}

function storeOf(keys: Keys) {
  const { 'store.url': url, 'aws.access.key.id': id, 'aws.secret.access.key': secret } = keys
  return {
    bucket: keys['s3.bucket.name'],
    region: keys['s3.region'],
    endpoint: url && !url.includes('://') ? `https://${url}` : url,
    pathStyle: keys['s3.path.style.access.enabled'],
    credentials: id && secret ? { accessKeyId: id, secretAccessKey: secret } : undefined,
    attempts: keys['s3.part.retries'],
    retryBackoffMs: keys['s3.retry.backoff.ms'],
  }
}

/** As in Connect, dead letters are written only where errors are tolerated. */
function deadLettersOf(keys: Keys): Connector['deadLetters'] {
  const topic = keys['errors.deadletterqueue.topic.name']
  if (topic === '' || keys['errors.tolerance'] !== 'all') return undefined
  return { topic, contextHeaders: keys['errors.deadletterqueue.context.headers.enable'] }
}

function formatOf(keys: Keys): Format {
  return keys['format.class'] === JSON_FORMAT
    ? jsonFormat
    : byteArrayFormat(keys['format.bytearray.extension'], keys['format.bytearray.separator'])
}

function subscriptionOf({ topics, 'topics.regex': regex }: Partial<Keys>): Subscription {
  if ((topics === undefined) === (regex === undefined))
    throw new Error('topics, topics.regex: give exactly one of the two')
  if (regex === undefined) {
    const names = (topics ?? '').split(',').map((name) => name.trim())
    if (names.includes('')) throw new Error('topics: a name is empty')
    return { topics: names }
  }
  try {
    return { pattern: javaPattern(regex) }
  } catch (error) {
    throw new Error(`topics.regex: ${(error as Error).message}`)
  }
}

function scheduleOf(keys: Partial<Keys>): Schedule {
  const { 'rotate.schedule.interval.ms': intervalMs = -1, timezone = '' } = keys
  if (intervalMs <= 0) return noSchedule
  if (timezone === '') throw new Error('timezone: is required by rotate.schedule.interval.ms')
  try {
    return createSchedule(intervalMs, timezone)
  } catch {
    throw new Error(`timezone: ${timezone} is not a known zone`)
  }
}

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter'
const BYTE_ARRAY_CONVERTER = 'org.apache.kafka.connect.converters.ByteArrayConverter'

/** Values pass through as bytes; a converter that would change them is refused. */
function checkConverter(keys: Partial<Keys>): void {
  const { 'value.converter': converter, 'value.converter.schemas.enable': schemas } = keys
  const fitting = keys['format.class'] === JSON_FORMAT ? JSON_CONVERTER : BYTE_ARRAY_CONVERTER
  if (converter === undefined || keys['format.class'] === undefined) return
  if (converter !== fitting)
    throw new Error(
      `value.converter: ${converter} is not supported with this format; use ${fitting}`,
    )
  if (converter === JSON_CONVERTER && schemas)
    throw new Error(
      'value.converter.schemas.enable: must be false (its default is true); values with a schema envelope are not supported',
    )
}

function checkDeadLetters(keys: Partial<Keys>): void {
  const {
    'errors.deadletterqueue.topic.name': name = '',
    topics = '',
    'topics.regex': regex,
  } = keys
  if (name === '') return
  const consumed = topics.split(',').some((topic) => topic.trim() === name)
  if (consumed || (regex !== undefined && isTaken(name, regex)))
    throw new Error(
      `errors.deadletterqueue.topic.name: ${name} is among the topics to consume, so dead letters would come round again`,
    )
}

/** A pattern that is none is the business of `subscriptionOf`. */
function isTaken(topic: string, regex: string): boolean {
  try {
    return javaPattern(regex).test(topic)
  } catch {
    return false
  }
}
