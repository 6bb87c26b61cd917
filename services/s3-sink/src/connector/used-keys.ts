import { setting } from '@pinpipe/runtime'
import { z } from 'zod'

const S3 = 'io.confluent.connect.s3'
const STORAGE = 'io.confluent.connect.storage'

export const JSON_FORMAT = `${S3}.format.json.JsonFormat`
export const BYTE_ARRAY_FORMAT = `${S3}.format.bytearray.ByteArrayFormat`

/** A key with classes as values: those of the Confluent sink that are known and not supported yet say so. */
function classKey<const Classes extends readonly string[]>(classes: Classes, later: RegExp) {
  return z.enum(classes as readonly string[] as [string, ...string[]], {
    error: ({ input }) => {
      if (input === undefined) return `is required: ${classes.join(' or ')}`
      return later.test(String(input))
        ? `${input} is not supported yet; use ${classes.join(' or ')}`
        : `${input} is not known; use ${classes.join(' or ')}`
    },
  })
}

const required = (what: string) => ({
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? `is required: ${what}` : `must be ${what}`,
})

/** The connector keys that decide what the sink does; names, defaults and meaning are Confluent's. */
export const usedKeys = {
  name: z
    .string()
    .min(1)
    .default('s3-sink')
    .describe('Name of the connector; its group is connect-<name>'),
  'connector.class': classKey([`${S3}.S3SinkConnector`], /^$/).describe('The kind of connector'),
  topics: z.string().optional().describe('Topics to consume, comma-separated'),
  'topics.regex': z
    .string()
    .optional()
    .describe('Java regular expression of whole topic names; either this or topics'),
  'format.class': classKey([JSON_FORMAT, BYTE_ARRAY_FORMAT], /\.format\.(avro|parquet)\./).describe(
    'JsonFormat: each value is one JSON text, kept as posted; ByteArrayFormat: any bytes',
  ),
  'partitioner.class': classKey(
    [`${STORAGE}.partitioner.DefaultPartitioner`],
    /\.partitioner\.(Field|TimeBased|Daily|Hourly)/,
  )
    .default(`${STORAGE}.partitioner.DefaultPartitioner`)
    .describe('One directory for each Kafka partition'),
  'storage.class': classKey([`${S3}.storage.S3Storage`], /^$/).describe('The kind of store'),
  'flush.size': z.coerce
    .number(required('a whole number of records, 1 or more'))
    .int()
    .min(1)
    .describe('Records after which a file is closed'),
  'rotate.schedule.interval.ms': setting
    .int(-1, -1)
    .describe('Files are closed at multiples of it since local midnight; -1: off'),
  timezone: z.string().default('').describe('Zone of the schedule: IANA name or ±hh:mm'),
  'filename.offset.zero.pad.width': setting.int(10).describe('Least digits of the start offset'),
  'topics.dir': z.string().default('topics').describe('First path segment; blank: none'),
  'directory.delim': z.string().min(1).default('/').describe('Between path segments'),
  'file.delim': z.string().min(1).default('+').describe('Between the parts of a file name'),
  's3.bucket.name': z.string(required('the name of the bucket')).min(1).describe('The bucket'),
  's3.region': z.string().optional().describe('Its region; default AWS_REGION, else us-west-2'),
  'store.url': z.string().optional().describe('Endpoint; default AWS_ENDPOINT_URL, else AWS'),
  's3.path.style.access.enabled': setting
    .flag(true)
    .describe('Bucket in the path, not the host name'),
  's3.compression.type': z.enum(['none', 'gzip']).default('none').describe('Compression of files'),
  's3.compression.level': setting.int(-1, -1, 9).describe('Level of gzip; -1: its default'),
  's3.part.retries': setting
    .int(3, 1)
    .describe(
      'Failed attempts after which a put or dead letter is reported, and readiness lost; it goes on',
    ),
  's3.retry.backoff.ms': setting.int(200, 1).describe('First bound of the wait between attempts'),
  'aws.access.key.id': z
    .string()
    .optional()
    .meta({ secret: true })
    .describe('Else AWS_ACCESS_KEY_ID'),
  'aws.secret.access.key': z
    .string()
    .optional()
    .meta({ secret: true })
    .describe('Else AWS_SECRET_ACCESS_KEY'),
  'format.bytearray.extension': z.string().default('.bin').describe('Extension of ByteArrayFormat'),
  'format.bytearray.separator': z
    .string()
    .default('\n')
    .describe('After each record of ByteArrayFormat'),
  'behavior.on.null.values': z
    .enum(['fail', 'ignore'], { error: 'must be fail or ignore; write is not supported yet' })
    .default('fail')
    .describe('fail: the sink stops at a null value; ignore: it is passed over'),
  'report.null.values.to.dlq': setting
    .flag(true)
    .describe('Ignored null values become dead letters'),
  'errors.tolerance': z
    .enum(['none', 'all'])
    .default('none')
    .describe('none: the sink stops at a malformed value; all: it goes on'),
  'errors.deadletterqueue.topic.name': z.string().default('').describe('Topic of the dead letters'),
  'errors.deadletterqueue.context.headers.enable': setting
    .flag(false)
    .describe('Dead letters say why in __connect.errors.* headers'),
  'value.converter': z
    .string()
    .optional()
    .describe('JsonConverter with JsonFormat, ByteArrayConverter with ByteArrayFormat'),
  'value.converter.schemas.enable': setting
    .flag(true)
    .describe('Must be false with JsonConverter: values are plain JSON'),
} as const
