import { kafkaSettings } from '@pinpipe/kafka'
import { processSettings, setting } from '@pinpipe/runtime'
import { z } from 'zod'

const MIB = 1 << 20

/** Settings of the sink beside the connector configuration. */
export const configSchema = z.object({
  ...processSettings,
  ...kafkaSettings,
  S3_SINK_CONFIG: z
    .string({ error: 'is required: the path of a Confluent S3 sink configuration, flat JSON' })
    .describe('Path of the connector configuration'),
  S3_SINK_GROUP: z
    .string()
    .optional()
    .describe('Consumer group; default connect-<name of the connector>'),
  S3_SINK_ADMIN_PORT: setting.port(9402).describe('Port of /livez, /readyz and /metrics'),
  S3_SINK_MEMORY_BYTES: setting
    .int(256 * MIB, 16 * MIB)
    .describe('Record bytes that may be held before consumption waits, over all partitions'),
  S3_SINK_FILE_BYTES: setting
    .int(32 * MIB, 1024, 1024 * MIB)
    .describe('Bytes before compression after which a file is closed, whatever flush.size says'),
  S3_SINK_SESSION_TIMEOUT_MS: setting
    .int(10_000, 6_000, 300_000)
    .describe('Silence after which the partitions of a dead sink go to another'),
  S3_SINK_TOPIC_REFRESH_MS: setting
    .int(10_000, 100)
    .describe('How often new topics and partitions are looked for'),
  AWS_ENDPOINT_URL: z.string().optional().describe('S3 endpoint, where store.url names none'),
  AWS_REGION: z.string().default('us-west-2').describe('Region, where s3.region names none'),
  AWS_ACCESS_KEY_ID: z.string().optional().meta({ secret: true }).describe('Access key'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().meta({ secret: true }).describe('Secret key'),
})

/** The sink's settings, parsed. */
export type Config = Readonly<z.infer<typeof configSchema>>
