import { join } from 'node:path'
import { type Component, startService } from '@pinpipe/stack'
import { ROOT } from '../root.ts'
import type { Settings } from '../settings.ts'
import type { Steps } from '../steps.ts'
import type { StatePaths } from './paths.ts'

/** The long-running services of the batch path. */
export interface Services {
  readonly gateway: Component
  readonly sink: Component
}

/** What a start of the services works with; each that has started is added to `started`. */
export interface ServiceStart {
  readonly settings: Settings
  readonly paths: StatePaths
  readonly env: NodeJS.ProcessEnv
  readonly steps: Steps
  readonly started: Component[]
}

/** The connector configuration that the sink of a run has. */
export const SINK_CONFIG = join(ROOT, 'services', 's3-sink', 'config', 'default.json')

/** Starts the gateway and the S3 sink side by side and waits until both are ready. */
export async function startServices(start: ServiceStart): Promise<Services> {
  const { settings, paths, env, steps, started } = start
  const found: { gateway?: Component; sink?: Component } = {}
  const launch = async (name: string, adminPort: number, serviceEnv: NodeJS.ProcessEnv) => {
    const component = await startService(service(name, adminPort, paths, serviceEnv))
    started.push(component)
    return component
  }
  await steps.together([
    {
      title: 'Gateway',
      run: async () => {
        found.gateway = await launch('gateway', settings.GATEWAY_ADMIN_PORT, env)
      },
    },
    {
      title: 'S3 sink',
      run: async () => {
        const sinkEnv = { ...env, S3_SINK_CONFIG: SINK_CONFIG }
        found.sink = await launch('s3-sink', settings.S3_SINK_ADMIN_PORT, sinkEnv)
      },
    },
  ])
  return found as Services
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
