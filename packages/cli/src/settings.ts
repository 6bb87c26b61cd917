import { join } from 'node:path'
import { DEFAULT_ROWS, DEFAULT_SEED } from '@pinpipe/dataset'
import { processSettings, setting } from '@pinpipe/runtime'
import { DRAWN_ROWS } from '@pinpipe/schema'
import { z } from 'zod'
import { ROOT } from './root.ts'
import type { Halves } from './system/halves.ts'

/** Settings of `npm start` and its kin: where things listen, and where state lives. */
export const settingsSchema = z.object({
  PIPELINE_ID: processSettings.PIPELINE_ID,
  PIPELINE_DIR: z
    .string()
    .optional()
    .describe('Folder of the state: data, logs, ledger. Default: .pipeline/state in the clone'),
  RESULTS_DIR: z
    .string()
    .default(join(ROOT, 'docs', 'results'))
    .describe('Folder that `npm run soak` writes its reports to'),
  GATEWAY_PORT: setting.port(8082).describe('Port of the gateway'),
  KAFKA_PORT: setting.port(9092).describe('Port of the Kafka broker'),
  LOCALSTACK_PORT: setting.port(4566).describe('Port of LocalStack (S3 and Kinesis)'),
  MYSQL_PORT: setting.port(3306).describe('Port of MariaDB'),
  GATEWAY_ADMIN_PORT: setting.port(9401).describe("Port of the gateway's health and metrics"),
  S3_SINK_ADMIN_PORT: setting.port(9402).describe("Port of the S3 sink's health and metrics"),
  EMULATOR_ADMIN_PORT: setting.port(9403).describe("Port of the emulator's health and metrics"),
  KINESIS_PRODUCER_ADMIN_PORT: setting
    .port(9404)
    .describe("Port of the Kinesis producer's health and metrics"),
  STREAM_METRICS_PORT: setting.port(9405).describe("Port of the stream job's metrics"),
  AIRFLOW_PORT: setting.port(8080).describe('Port of Airflow'),
  STREAM_SHARDS: setting.int(2, 1, 100).describe('Shards of each Kinesis stream'),
  DATASET_ROWS: setting.int(DEFAULT_ROWS, 1).describe('Rows in each source table'),
  DATASET_SEED: setting.int(DEFAULT_SEED).describe('Seed of the generated source tables'),
})

export type Settings = z.infer<typeof settingsSchema>

/** The settings that name a port, in the order in which they are checked. */
export const PORTS = [
  'GATEWAY_PORT',
  'KAFKA_PORT',
  'LOCALSTACK_PORT',
  'MYSQL_PORT',
  'GATEWAY_ADMIN_PORT',
  'S3_SINK_ADMIN_PORT',
  'EMULATOR_ADMIN_PORT',
  'KINESIS_PRODUCER_ADMIN_PORT',
  'STREAM_METRICS_PORT',
  'AIRFLOW_PORT',
] as const satisfies readonly (keyof Settings)[]

/** The ports that a run of these halves listens on. */
export function portsOf({ batch, stream }: Halves): readonly (typeof PORTS)[number][] {
  const unused = [
    'AIRFLOW_PORT',
    ...(batch ? [] : ['S3_SINK_ADMIN_PORT']),
    ...(stream === 'kafka' ? [] : ['KINESIS_PRODUCER_ADMIN_PORT']),
    ...(stream === null ? ['STREAM_METRICS_PORT'] : []),
  ]
  return PORTS.filter((port) => !unused.includes(port))
}

/** How much the emulator is asked to send. */
interface Asked {
  readonly posts?: number
  readonly rate?: string
}

/** What is wrong with settings beside each other, and beside the flags, as far as either could be read. */
export function settingsProblems(settings: Partial<Settings>, asked: Asked): string[] {
  return [...samePorts(settings), ...tooFewRows(settings, asked)]
}

function samePorts(settings: Partial<Settings>): string[] {
  return PORTS.flatMap((name, at) => {
    const port = settings[name]
    const same = PORTS.slice(0, at).find((earlier) => settings[earlier] === port)
    return port === undefined || same === undefined ? [] : [`${name}: is the port of ${same} too`]
  })
}

/** The seeded draws are those of the original, from its number of rows. */
function tooFewRows({ DATASET_ROWS: rows }: Partial<Settings>, { posts, rate }: Asked): string[] {
  const everyRowOnce = posts === rows && rate !== 'original'
  if (rows === undefined || rows >= DRAWN_ROWS || posts === undefined || everyRowOnce) return []
  return [
    `DATASET_ROWS: ${rows} rows are too few for seeded draws: set at least ${DRAWN_ROWS}, or --posts ${rows} to send every row once`,
  ]
}
