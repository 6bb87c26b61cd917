import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { settingTexts } from '@pinpipe/runtime'
import type { Command } from 'commander'
import { ROOT } from '../root.ts'
import { settingsSchema } from '../settings.ts'
import { type ContainerSettings, type EnvSection, envFile, parseSettings } from './env-file.ts'

/** The programs that run in containers, and how each is asked for its settings. */
const PROGRAMS = [
  { title: 'Pipeline and source', folder: 'packages/operations', argument: 'settings' },
  { title: 'Gateway', folder: 'services/gateway', argument: '--settings' },
  { title: 'S3 sink', folder: 'services/s3-sink', argument: '--settings' },
  { title: 'Kinesis producer', folder: 'services/kinesis-producer', argument: '--settings' },
  { title: 'Emulator', folder: 'services/emulator', argument: '--settings' },
] as const

const containers: ContainerSettings = {
  fixed: new Set([
    ...['KAFKA_BROKERS', 'KAFKA_SSL', 'KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME'],
    ...['KAFKA_SASL_PASSWORD', 'AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID'],
    ...['AWS_SECRET_ACCESS_KEY', 'MYSQL_HOST', 'GATEWAY_URL', 'EMULATOR_URL', 'EMULATOR_LEDGER'],
    ...['ADMIN_HOST', 'GATEWAY_HOST'],
    ...['GATEWAY_KINESIS', 'EMULATOR_TARGET'],
  ]),
  values: {
    MYSQL_PASSWORD: 'pinpipe',
    STREAM_SHARDS: '2',
    // LocalStack on few cores takes long to answer; each time-out sends the records once more.
    KINESIS_PRODUCER_REQUEST_TIMEOUT_MS: '30000',
    S3_SINK_CONFIG: 'config/default.json',
    // as every other line of the containers' logs
    EMULATOR_JSON: 'true',
  },
}

/** What only the compose file knows. */
const composeEntries = [
  {
    name: 'COMPOSE_PROFILES',
    description: 'What `docker compose up` starts: infra, default, stream, all or airflow',
    value: 'default',
  },
  {
    name: 'SPARK_DRIVER_MEMORY',
    description: "Heap of a Spark job's JVM",
    value: '1g',
  },
  {
    name: 'PINPIPE_ALERT_URL',
    description: "Webhook that is told of a task of Airflow's that has failed for good",
    value: '',
  },
  {
    name: 'STREAM_CATCH_UP_SECONDS',
    description: 'Longest time from the last post until the stream tables must hold all of them',
    value: '300',
  },
]

/** Ports of the components on this machine, as `npm start` has them. */
const COMPONENT_PORTS = [
  ...['KAFKA_PORT', 'LOCALSTACK_PORT', 'MYSQL_PORT'],
  ...['STREAM_METRICS_PORT', 'AIRFLOW_PORT'],
]

/** Adds `env-file` to the program: prints the repository's `.env`. */
export function addEnvFileCommand(program: Command): void {
  program
    .command('env-file')
    .description("Print the .env file of the containers, made from the services' own settings")
    .action(() => void process.stdout.write(envFile(sections(), containers)))
}

function sections(): EnvSection[] {
  const ports = settingTexts(settingsSchema)
    .filter(({ name }) => COMPONENT_PORTS.includes(name))
    .map((setting) => ({ ...setting, value: setting.fallback ?? '' }))
  const own = { title: 'Containers', entries: [...composeEntries, ...ports] }
  const programs = PROGRAMS.map(({ title, folder, argument }) => {
    const main = join(ROOT, folder, 'dist', 'main.js')
    const text = execFileSync(process.execPath, [main, argument], { encoding: 'utf8' })
    return { title, entries: parseSettings(text) }
  })
  return [own, ...programs]
}
