import { kafkaSettings } from '@pinpipe/kafka'
import { processSettings, setting } from '@pinpipe/runtime'
import { z } from 'zod'

const KIB = 1 << 10
const MIB = 1 << 20

/** Settings of the producer; `routes.ts` reads STREAMS and KEYS further. */
export const configSchema = z.object({
  ...processSettings,
  ...kafkaSettings,
  KINESIS_PRODUCER_STREAMS: setting
    .list([])
    .describe('topic=stream, comma-separated; default {id}.pin=streaming-{id}-pin, geo and user'),
  KINESIS_PRODUCER_KEYS: setting
    .list([])
    .describe(
      'stream=rule, comma-separated; a rule is field:<name>, key, hash or constant:<text>; default field:index for pin, field:ind for geo and user, key for others',
    ),
  KINESIS_PRODUCER_ALLOW_CONSTANT_KEY: setting
    .flag(false)
    .describe('Take constant:<text>, which puts all records of a stream on one shard'),
  KINESIS_PRODUCER_AGGREGATE: setting
    .flag(false)
    .describe("Pack records for one shard into one, in the KPL's format; readers must unpack them"),
  KINESIS_PRODUCER_LINGER_MS: setting
    .int(100, 0, 60_000)
    .describe('How long a record may wait for others'),
  KINESIS_PRODUCER_REQUEST_TIMEOUT_MS: setting
    .int(6_000, 100, 600_000)
    .describe('How long a request may go without an answer; after that its records are sent again'),
  KINESIS_PRODUCER_PATIENCE_MS: setting
    .int(30_000, 100)
    .describe('How long a record may wait to be stored before readiness is lost; it is tried on'),
  KINESIS_PRODUCER_MEMORY_BYTES: setting
    .int(64 * MIB, MIB)
    .describe('Bytes of records, with 2.5 KB for each, that may be held before consumption waits'),
  KINESIS_PRODUCER_MAX_RECORD_BYTES: setting
    .int(MIB, KIB, 10 * MIB)
    .describe('Bytes of a record with its key that the streams take: their MaxRecordSizeInKiB'),
  KINESIS_PRODUCER_SHARD_SHARE: z.coerce
    .number('must be a number above 0, at most 1')
    .gt(0)
    .max(1)
    .default(1)
    .describe("Share of each shard's quotas that this process uses; less where others write too"),
  KINESIS_PRODUCER_GROUP: z
    .string()
    .optional()
    .describe('Consumer group; default kinesis-producer-{id}'),
  KINESIS_PRODUCER_SESSION_TIMEOUT_MS: setting
    .int(10_000, 6_000, 300_000)
    .describe('Silence after which the partitions of a dead producer go to another'),
  KINESIS_PRODUCER_TOPIC_REFRESH_MS: setting
    .int(10_000, 100)
    .describe('How often new topics and partitions are looked for'),
  KINESIS_PRODUCER_ADMIN_PORT: setting.port(9404).describe('Port of /livez, /readyz and /metrics'),
  AWS_ENDPOINT_URL: z.string().optional().describe("Kinesis' endpoint; not set: AWS' own"),
  AWS_REGION: z.string().default('us-east-1').describe("The streams' region"),
  AWS_ACCESS_KEY_ID: z.string().optional().meta({ secret: true }).describe('Access key'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().meta({ secret: true }).describe('Secret key'),
})

/** The producer's settings, parsed. */
export type Config = Readonly<z.infer<typeof configSchema>>
