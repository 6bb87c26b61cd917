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

/** Starts the services of the halves side by side and waits until all are ready. */
export async function startServices(start: ServiceStart): Promise<Services> {
  const { settings, halves, paths, env, steps, started } = start
  const found: { -readonly [Name in keyof Services]?: Services[Name] } = {}
  const launch = async (name: string, adminPort: number, more: NodeJS.ProcessEnv) => {
    const component = await startService(service(name, adminPort, paths, { ...env, ...more }))
    started.push(component)
    return component
  }
  const gateway: Step = {
    title: 'Gateway',
    run: async () => {
      const proxy = { GATEWAY_KINESIS: String(halves.stream === 'http') }
      found.gateway = await launch('gateway', settings.GATEWAY_ADMIN_PORT, proxy)
    },
  }
  const sink: Step = {
    title: 'S3 sink',
    run: async () => {
      const config = { S3_SINK_CONFIG: SINK_CONFIG }
      found.sink = await launch('s3-sink', settings.S3_SINK_ADMIN_PORT, config)
    },
  }
  const producer: Step = {
    title: 'Kinesis producer',
    run: async () => {
      const port = settings.KINESIS_PRODUCER_ADMIN_PORT
      found.producer = await launch('kinesis-producer', port, {})
    },
  }
  const stream: Step = {
    title: 'Spark stream job',
    run: async () => {
      found.stream = await startStreamJob(await streamJob(start))
      started.push(found.stream)
    },
  }
  await steps.together([
    gateway,
    ...(halves.batch ? [sink] : []),
    ...(halves.stream === 'kafka' ? [producer] : []),
    ...(halves.stream === null ? [] : [stream]),
  ])
  return found as Services
}

async function streamJob({ host, settings, paths, env }: ServiceStart) {
  return {
    python: await sparkVenv({ ...host, report: () => {} }),
    bucket: addresses(settings).bucket,
    id: settings.PIPELINE_ID,
    env,
    metricsPort: settings.STREAM_METRICS_PORT,
    logFile: join(paths.logs, 'stream.log'),
  }
}

function service(name: string, adminPort: number, paths: StatePaths, env: NodeJS.ProcessEnv) {
  return {
    name,
    entry: join(ROOT, 'services', name, 'dist', 'main.js'),
    env,
    readyUrl: `http://127.0.0.1:${adminPort}/readyz`,
    logFile: join(paths.logs, `${name}.log`),
  }
}
