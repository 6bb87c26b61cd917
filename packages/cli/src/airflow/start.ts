import { chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '@pinpipe/runtime'
import { type Airflow, assertPortFree, lockFolder, startAirflow } from '@pinpipe/stack'
import type { RunContext } from '../context.ts'
import { ROOT } from '../root.ts'
import { unlessAborted } from '../signals.ts'
import { eventText } from '../system/components.ts'
import { statePaths } from '../system/paths.ts'
import { AirflowApi } from './api.ts'
import { dagParsed } from './dag-run.ts'
import { findOrStartStack, type StackForAirflow, type StackOptions, setUpSpark } from './stack.ts'

/** Airflow, which has read the DAG, over a stack. */
export interface RunningAirflow {
  readonly airflow: Airflow
  readonly api: AirflowApi
  readonly dagId: string
  /** The stack was found, not started: it outlives this. */
  readonly isAttached: boolean
  /** Stops Airflow, and the stack where it was started for it. */
  stop(): Promise<void>
}

const DAG_FILE = 'pinpipe_dag.py'

/**
 * Finds or starts a stack, then starts Airflow over it. What Airflow remembers is kept between starts over
 * a stack that was found; it begins anew with one that is started for it, whose bucket does too.
 * @throws {StackError | ConfigError} naming what is missing, in use or not usable; nothing is left running then
 */
export async function startWithStack(
  options: StackOptions,
  context: RunContext,
): Promise<RunningAirflow> {
  const dir = statePaths(context.settings).airflow
  const release = await lockOwn(dir)
  const started: Pick<Airflow, 'stop'>[] = []
  const stop = async () => {
    for (const each of started.toReversed()) await each.stop()
    release()
  }
  try {
    await assertPortFree({ port: context.settings.AIRFLOW_PORT, setting: 'AIRFLOW_PORT' })
    const stack = await findOrStartStack(options, context)
    started.push(stack)
    if (!stack.isAttached || options.fresh) await drop(dir)
    const since = new Date()
    const airflow = await launch(dir, stack, context)
    started.push(airflow)
    const dagId = `${context.settings.PIPELINE_ID}_dag`
    const api = new AirflowApi(airflow, dagId)
    await context.steps.one('DAG', () =>
      unlessAborted(dagParsed(api, DAG_FILE, since), context.signal),
    )
    return { airflow, api, dagId, isAttached: stack.isAttached, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Locks the folder and keeps it to its owner: it has the login's password. @returns the release */
async function lockOwn(dir: string): Promise<() => void> {
  // In the database's address, all from there on would be its options.
  if (dir.includes('?')) {
    throw new ConfigError([`PIPELINE_DIR: Airflow needs a folder without "?" in its path: ${dir}`])
  }
  const release = lockFolder({ dir, setting: 'PIPELINE_DIR' })
  await chmod(dir, 0o700)
  return release
}

/** The lock lies beside what is dropped. */
async function drop(dir: string): Promise<void> {
  for (const name of ['home', 'logs']) await rm(join(dir, name), { recursive: true, force: true })
}

async function launch(dir: string, stack: StackForAirflow, context: RunContext): Promise<Airflow> {
  const { settings, steps, signal } = context
  const python = await setUpSpark(context)
  const files = join(ROOT, 'airflow')
  const place = { dir, files, port: settings.AIRFLOW_PORT, portSetting: 'AIRFLOW_PORT' }
  const env = tasksEnvironment(stack.env, python)
  let airflow: Airflow | undefined
  await steps.one('Airflow', async (progress) => {
    const host = { root: ROOT, env, report: (event: Event) => progress(eventText(event)) }
    airflow = await unlessAborted(startAirflow({ ...place, host }), signal)
  })
  return airflow as Airflow
}

/** What the tasks run with: the Python of Spark is the start's own, also where another is exported. */
export function tasksEnvironment(env: NodeJS.ProcessEnv, python: string): NodeJS.ProcessEnv {
  return { ...env, PINPIPE_SPARK_PYTHON: python }
}

type Event = Parameters<typeof eventText>[0]
