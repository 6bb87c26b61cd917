import { mkdir, rm } from 'node:fs/promises'
import { S3Client } from '@aws-sdk/client-s3'
import { type OperationsSettings, operationsSettings } from '@pinpipe/operations'
import { loadConfig } from '@pinpipe/runtime'
import {
  assertPortFree,
  type Component,
  checkPrerequisites,
  fitEnvironment,
  lockFolder,
  sparkVenv,
} from '@pinpipe/stack'
import type { JobContext, RunContext } from '../context.ts'
import { ROOT } from '../root.ts'
import { portsOf } from '../settings.ts'
import { unlessAborted } from '../signals.ts'
import { type Components, startComponents } from './components.ts'
import { type Addresses, addresses, CREDENTIALS, runEnvironment } from './environment.ts'
import type { Halves } from './halves.ts'
import { type StatePaths, statePaths } from './paths.ts'
import { type Services, startServices } from './services.ts'

/** Everything that runs, and where it is found. */
export interface System {
  readonly id: string
  readonly addresses: Addresses
  readonly credentials: typeof CREDENTIALS
  readonly paths: StatePaths
  /** The Python that holds the Spark package's requirements. */
  readonly python: string
  readonly jobs: JobContext
  /** What was provisioned, and what has to land. */
  readonly operations: OperationsSettings
  readonly s3: S3Client
  /** In the order of their start. */
  readonly components: Components & Services
  /** Stops everything, the services first. */
  stop(): Promise<void>
}

/**
 * Sets up what is missing, then starts the components and services of the halves. The
 * source tables are kept between starts; Kafka and the bucket start empty together. The state folder is
 * locked until all has stopped.
 * @throws {StackError} naming what is missing or in use; nothing is left running then.
 */
export async function startSystem(
  { fresh, halves }: { readonly fresh: boolean; readonly halves: Halves },
  { settings, env, steps, signal }: RunContext,
): Promise<System> {
  const host = { root: ROOT, env: await fitEnvironment(env) }
  const paths = statePaths(settings)
  const at = addresses(settings)
  const runEnv = runEnvironment(settings, host.env)
  const shards = halves.stream === null ? 0 : settings.STREAM_SHARDS
  const provisioning = { ...runEnv, STREAM_SHARDS: String(shards) }
  const operations = loadConfig(operationsSettings, provisioning)
  const release = lockFolder({ dir: paths.all, setting: 'PIPELINE_DIR' })
  const started: Pick<Component, 'stop'>[] = []
  const stop = async () => {
    for (const component of started.toReversed()) await component.stop()
    release()
  }
  try {
    await checkPrerequisites({ ...host, report: () => {} })
    for (const setting of portsOf(halves))
      await assertPortFree({ port: settings[setting], setting })
    await clear(paths, fresh)
    const start = { host, settings, halves, operations, paths, env: runEnv, steps, started }
    const components = await unlessAborted(startComponents(start), signal)
    const services = await unlessAborted(startServices(start), signal)
    return {
      id: settings.PIPELINE_ID,
      addresses: at,
      credentials: CREDENTIALS,
      paths,
      python: await sparkVenv({ ...host, report: () => {} }),
      jobs: { env: runEnv, signal },
      operations,
      s3: new S3Client({
        endpoint: at.s3,
        region: at.region,
        credentials: CREDENTIALS,
        forcePathStyle: true,
      }),
      components: { ...components, ...services },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Drops what a start makes anew; the lock lies beside it and stays. */
async function clear({ run, source }: StatePaths, fresh: boolean): Promise<void> {
  for (const dir of fresh ? [run, source] : [run]) await rm(dir, { recursive: true, force: true })
  await mkdir(run, { recursive: true })
}
