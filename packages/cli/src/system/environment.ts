import { join } from 'node:path'
import { bucketName } from '@pinpipe/schema'
import { ROOT } from '../root.ts'
import type { Settings } from '../settings.ts'

/** LocalStack takes any credentials; these are its own documentation's. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }
const REGION = 'us-east-1'
const HOST = '127.0.0.1'

/** The database that `startMariaDb` makes unless it is told otherwise. */
const DATABASE = {
  MYSQL_USER: 'pinpipe',
  MYSQL_PASSWORD: 'pinpipe',
  MYSQL_DATABASE: 'pinterest_data',
} as const

/** Addresses of a run on this machine. */
export interface Addresses {
  readonly gateway: string
  readonly s3: string
  readonly brokers: string
  readonly bucket: string
  readonly region: string
  /** Of the Kinesis producer, where it runs. */
  readonly producerMetrics: string
}

export function addresses(settings: Settings): Addresses {
  return {
    gateway: `http://${HOST}:${settings.GATEWAY_PORT}`,
    s3: `http://${HOST}:${settings.LOCALSTACK_PORT}`,
    brokers: `${HOST}:${settings.KAFKA_PORT}`,
    bucket: bucketName(settings.PIPELINE_ID),
    region: REGION,
    producerMetrics: `http://${HOST}:${settings.KINESIS_PRODUCER_ADMIN_PORT}/metrics`,
  }
}

/** The environment of every service and job: `env`, and the addresses of this run. */
export function runEnvironment(settings: Settings, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { gateway, s3, brokers } = addresses(settings)
  return {
    ...env,
    PIPELINE_ID: settings.PIPELINE_ID,
    KAFKA_BROKERS: brokers,
    AWS_ENDPOINT_URL: s3,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    MYSQL_HOST: HOST,
    MYSQL_PORT: String(settings.MYSQL_PORT),
    ...DATABASE,
    GATEWAY_PORT: String(settings.GATEWAY_PORT),
    GATEWAY_ADMIN_PORT: String(settings.GATEWAY_ADMIN_PORT),
    S3_SINK_ADMIN_PORT: String(settings.S3_SINK_ADMIN_PORT),
    EMULATOR_ADMIN_PORT: String(settings.EMULATOR_ADMIN_PORT),
    KINESIS_PRODUCER_ADMIN_PORT: String(settings.KINESIS_PRODUCER_ADMIN_PORT),
    GATEWAY_URL: gateway,
    EMULATOR_URL: gateway,
    DATASET_ROWS: String(settings.DATASET_ROWS),
    DATASET_SEED: String(settings.DATASET_SEED),
    PYTHONPATH: join(ROOT, 'spark', 'src'),
    PINPIPE_JARS: join(ROOT, '.pipeline', 'jars', 'spark'),
  }
}
