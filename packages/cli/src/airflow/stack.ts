import { fitEnvironment, sparkJars, sparkVenv } from '@pinpipe/stack'
import type { RunContext } from '../context.ts'
import { ROOT } from '../root.ts'
import { eventText } from '../system/components.ts'
import { addresses, runEnvironment } from '../system/environment.ts'
import { BATCH_ONLY } from '../system/halves.ts'
import { emulate } from '../system/jobs.ts'
import { land } from '../system/landing.ts'
import { startSystem } from '../system/system.ts'
import { stackRuns } from './bucket.ts'

/** The stack whose bucket Airflow works on. */
export interface StackForAirflow {
  /** It was found, not started here: it may hold more than this start's posts, and is left as it is. */
  readonly isAttached: boolean
  /** What its jobs run with. */
  readonly env: NodeJS.ProcessEnv
  stop(): Promise<void>
}

export interface StackOptions {
  /** Posted where the stack is started here. */
  readonly posts: number
  /** Drop all state first, where the stack is started here. */
  readonly fresh: boolean
}

const RATE = '200/s'

/** Attaches to the stack that runs at the settings' addresses; without one starts the batch half, and posts. */
export async function findOrStartStack(
  options: StackOptions,
  context: RunContext,
): Promise<StackForAirflow> {
  if (!(await stackRuns(addresses(context.settings)))) return startStack(options, context)
  process.stderr.write(`✔ Attached to the stack that runs: ${addresses(context.settings).s3}\n`)
  const env = runEnvironment(context.settings, await fitEnvironment(context.env))
  return { isAttached: true, env, stop: async () => {} }
}

async function startStack({ posts, fresh }: StackOptions, context: RunContext) {
  const system = await startSystem({ fresh, halves: BATCH_ONLY }, context)
  const { steps } = context
  const { ledger } = system.paths
  try {
    await steps.timed('Posts over HTTP', () => emulate({ posts, rate: RATE, ledger }, system.jobs))
    await steps.one('Records into S3', async (progress) => void (await land(system, progress)))
  } catch (error) {
    await system.stop()
    throw error
  }
  return { isAttached: false, env: system.jobs.env, stop: () => system.stop() }
}

/** Sets up what the tasks run with. @returns the Python that has the Spark package's requirements */
export async function setUpSpark({ env, steps }: RunContext): Promise<string> {
  let python = ''
  await steps.one('Spark environment', async (progress) => {
    const report = (event: Parameters<typeof eventText>[0]) => progress(eventText(event))
    const host = { root: ROOT, env: await fitEnvironment(env), report }
    const made = await Promise.all([sparkVenv(host), sparkJars(host)])
    python = made[0]
  })
  return python
}
