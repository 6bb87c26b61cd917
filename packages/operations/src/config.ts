import { DEFAULT_ROWS, DEFAULT_SEED, databaseSettings } from '@pinpipe/dataset'
import { kafkaSettings } from '@pinpipe/kafka'
import { processSettings, setting } from '@pinpipe/runtime'
import { z } from 'zod'

const { ADMIN_HOST: _, ...ownProcess } = processSettings

/** Where a pipeline is to be made ready; the keys are the names of the environment variables. */
export const operationsSettings = z.object({
  ...ownProcess,
  ...kafkaSettings,
  ...databaseSettings.shape,
  AWS_ENDPOINT_URL: z
    .string()
    .optional()
    .describe('Endpoint of S3 and Kinesis, where it is not AWS itself'),
  AWS_REGION: z.string().default('us-east-1').describe('Region of bucket and streams'),
  AWS_ACCESS_KEY_ID: z.string().optional().meta({ secret: true }).describe('Access key'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().meta({ secret: true }).describe('Secret key'),
  GATEWAY_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .default('http://127.0.0.1:8082')
    .describe('Base address of the Kafka REST gateway, which is asked how far the topics go'),
  TOPIC_PARTITIONS: setting.int(1, 1, 1000).describe('Partitions of each record topic'),
  STREAM_SHARDS: setting
    .int(0, 0, 1000)
    .describe('Shards of each Kinesis stream; 0: no streams are made'),
  DATASET_ROWS: setting.int(DEFAULT_ROWS, 1).describe('Rows in each source table'),
  DATASET_SEED: setting.int(DEFAULT_SEED).describe('Seed of the generated source tables'),
  LANDING_STALL_SECONDS: setting
    .int(120, 1)
    .describe('Longest time without a new object in S3 before the wait for landing gives up'),
})

export type OperationsSettings = Readonly<z.infer<typeof operationsSettings>>
