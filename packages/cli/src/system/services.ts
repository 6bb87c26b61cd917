import { join } from 'node:path'
import { type Component, type Host, sparkVenv, startService } from '@pinpipe/stack'
import { ROOT } from '../root.ts'
import type { Settings } from '../settings.ts'
import type { Step, Steps } from '../steps.ts'
import { addresses } from './environment.ts'
import type { Halves } from './halves.ts'
import type { StatePaths } from './paths.ts'
import { type StreamJob, startStreamJob } from './stream-job.ts'

/** What runs until it is stopped; a half that does not run has none. */
export interface Services {
  readonly gateway: Component
  readonly sink?: Component
  readonly producer?: Component
  readonly stream?: StreamJob
}

/** What a start of the services works with; each that has started is added to `started`. */
export interface ServiceStart {
  readonly host: Omit<Host, 'report'>
  readonly settings: Settings
  readonly halves: Halves
  readonly paths: StatePaths
  readonly env: NodeJS.ProcessEnv
  readonly steps: Steps
  readonly started: Pick<Component, 'stop'>[]
}

/** The connector configuration that the sink of a run has. */
export const SINK_CONFIG = join(ROOT, 'services', 's3-sink', 'config', 'default.json')

/** LocalStack on few cores takes long to answer; each time-out sends the records once more. */
const LOCALSTACK_PATIENCE = { KINESIS_PRODUCER_REQUEST_TIMEOUT_MS: '30000' }

type Found = { -readonly [Name in keyof Services]?: Services[Name] }

/** Starts the services of the halves side by side and waits until all are ready. */
export async function startServices(start: ServiceStart): Promise<Services> {
  const { batch, stream } = start.halves
  const found: Found = {}
  await start.steps.together([
    gateway(start, found),
    ...(batch ? [sink(start, found)] : []),
    ...(stream === 'kafka' ? [producer(start, found)] : []),
    ...(stream === null ? [] : [streamJob(start, found)]),
  ])
  return found as Services
}

const gateway = (start: ServiceStart, found: Found): Step => ({
  title: 'Gateway',
  run: async () => {
    const proxy = { GATEWAY_KINESIS: String(start.halves.stream === 'http') }
    found.gateway = await launch(start, 'gateway', start.settings.GATEWAY_ADMIN_PORT, proxy)
  },
})

const sink = (start: ServiceStart, found: Found): Step => ({
  title: 'S3 sink',
  run: async () => {
    const config = { S3_SINK_CONFIG: SINK_CONFIG }
    found.sink = await launch(start, 's3-sink', start.settings.S3_SINK_ADMIN_PORT, config)
  },
})

const producer = (start: ServiceStart, found: Found): Step => ({
  title: 'Kinesis producer',
  run: async () => {
    const port = start.settings.KINESIS_PRODUCER_ADMIN_PORT
    found.producer = await launch(start, 'kinesis-producer', port, LOCALSTACK_PATIENCE)
  },
})

const streamJob = (start: ServiceStart, found: Found): Step => ({
  title: 'Spark stream job',
  run: async () => {
    found.stream = await startStreamJob(await streamJobOptions(start))
    start.started.push(found.stream)
  },
})

async function launch(
  { paths, env, started }: ServiceStart,
  name: string,
  adminPort: number,
  more: NodeJS.ProcessEnv,
): Promise<Component> {
  const component = await startService({
    name,
    entry: join(ROOT, 'services', name, 'dist', 'main.js'),
    env: { ...env, ...more },
    readyUrl: `http://127.0.0.1:${adminPort}/readyz`,
    logFile: join(paths.logs, `${name}.log`),
  })
  started.push(component)
  return component
}

async function streamJobOptions({ host, settings, paths, env }: ServiceStart) {
  return {
    python: await sparkVenv({ ...host, report: () => {} }),
    bucket: addresses(settings).bucket,
    id: settings.PIPELINE_ID,
    env,
    metricsPort: settings.STREAM_METRICS_PORT,
    logFile: join(paths.logs, 'stream.log'),
  }
}
