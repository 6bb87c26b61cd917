import { compressionNames, kafkaSettings } from '@pinpipe/kafka'
import { processSettings, setting } from '@pinpipe/runtime'
import { z } from 'zod'
import { proxyModeNames } from './kinesis/mode.ts'

/** A stage is one path segment. */
const STAGE = /^[A-Za-z0-9_-]+$/

/** The gateway's settings; the keys are the environment variables. */
export const gatewayConfig = z.object({
  ...processSettings,
  ...kafkaSettings,
  GATEWAY_HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  GATEWAY_PORT: setting.port(8082).describe('Port to listen on'),
  GATEWAY_ADMIN_PORT: setting.port(9401).describe('Port of /livez, /readyz and /metrics'),
  GATEWAY_STAGES: setting
    .list(['dev', 'test', 'prod'])
    .refine((stages) => stages.every((stage) => STAGE.test(stage)), {
      message: 'a stage has letters, digits, _ and - only',
    })
    .refine((stages) => new Set(stages).size === stages.length, {
      message: 'each stage may stand once',
    })
    .describe('Path prefixes under which the same API is served as behind an API front door'),
  GATEWAY_BODY_LIMIT_BYTES: setting
    .int(10_485_760, 1_024, 104_857_600)
    .describe('Largest request body; a larger one is answered with 413'),
  GATEWAY_MAX_RECORD_BYTES: setting
    .int(1_048_576, 1_024, 104_857_600)
    .describe("Largest record and batch; at most the broker's message.max.bytes"),
  GATEWAY_MAX_IN_FLIGHT_BYTES: setting
    .int(67_108_864, 1_048_576)
    .describe(
      'Bytes of requests and answers held at a time; above it requests are answered with 503',
    ),
  GATEWAY_COMPRESSION: z
    .enum(compressionNames)
    .default('none')
    .describe('How record batches are compressed on their way to Kafka'),
  GATEWAY_ACK_TIMEOUT_MS: setting
    .int(10_000, 100, 120_000)
    .describe('Milliseconds that Kafka may take to replicate a batch'),
  GATEWAY_RETRY_FOR_MS: setting
    .int(5_000, 0, 120_000)
    .describe('Milliseconds for which a record that surely was not stored is tried again'),
  GATEWAY_REQUEST_TIMEOUT_MS: setting
    .int(30_000, 1_000, 300_000)
    .describe('Milliseconds that a client may take to send a request'),
  GATEWAY_KINESIS: setting.flag(false).describe('Serve the Kinesis proxy, /streams'),
  GATEWAY_KINESIS_MODE: z
    .enum(proxyModeNames)
    .default('tutorial')
    .describe("tutorial: AWS' tutorial API to the byte; strict: checks and real status codes"),
  GATEWAY_KINESIS_TIMEOUT_MS: setting
    .int(29_000, 50, 300_000)
    .describe('Milliseconds that Kinesis may take to answer'),
  AWS_ENDPOINT_URL: z.string().optional().describe("Kinesis' endpoint; not set: AWS' own"),
  AWS_REGION: z.string().default('us-east-1').describe("The streams' region"),
  AWS_ACCESS_KEY_ID: z.string().optional().meta({ secret: true }).describe('Access key'),
  AWS_SECRET_ACCESS_KEY: z.string().optional().meta({ secret: true }).describe('Secret key'),
})

/** Settings as read. */
export type GatewayConfig = z.infer<typeof gatewayConfig>
