import { ConfigError } from '@pinpipe/runtime'
import type { Command } from 'commander'
import { z } from 'zod'
import type { CommandContext, RunContext } from '../context.ts'
import { flag } from '../flags.ts'
import { aborted, unlessAborted } from '../signals.ts'
import { urlTable } from '../start/present.ts'
import { addresses } from '../system/environment.ts'
import { statePaths } from '../system/paths.ts'
import { type RunOutcome, runDag } from './dag-run.ts'
import { failureText, taskTable } from './present.ts'
import { type RunningAirflow, startWithStack } from './start.ts'

const airflowFlags = z.object({
  posts: flag.count,
  trigger: flag.given,
  exit: flag.given,
  fresh: flag.given,
  json: flag.given,
})
type AirflowFlags = z.infer<typeof airflowFlags>

/** Adds `airflow` to the program. `context` is made when the command runs. */
export function addAirflowCommand(program: Command, context: CommandContext): void {
  program
    .command('airflow')
    .description(
      'Start Airflow over the stack that runs, or over one that is started for it, with the DAG of the daily batch',
    )
    .option('--posts <n>', 'posts to emulate first, where no stack runs', '1000')
    .option('--trigger', 'run the DAG once, wait, and show its tasks', false)
    .option('--exit', 'stop after that run; exit code 0 only if it was a success', false)
    .option('--fresh', "drop Airflow's state first, and all other where no stack runs", false)
    .option('--json', 'print the run as one JSON document on standard output', false)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const run = context(airflowFlags, given)
      if (run.flags.exit && !run.flags.trigger) throw new ConfigError(['--exit: needs --trigger'])
      process.exitCode = await runAirflow(run.flags, run)
    })
}

async function runAirflow(flags: AirflowFlags, context: RunContext): Promise<number> {
  const running = await startWithStack(flags, context)
  try {
    const outcome = flags.trigger ? await triggered(running, context) : undefined
    if (outcome) show(outcome, flags.json)
    if (!flags.exit) await stayUp(running, flags, context)
    return outcome === undefined || outcome.state === 'success' ? 0 : 1
  } finally {
    await running.stop()
  }
}

async function triggered({ airflow, api }: RunningAirflow, { steps, signal }: RunContext) {
  let outcome: RunOutcome | undefined
  await steps.one('DAG run', async (progress) => {
    const ended = Promise.race([runDag(api, progress), airflow.ended])
    outcome = await unlessAborted(ended, signal)
  })
  return outcome
}

function show(outcome: RunOutcome, asJson: boolean): void {
  const shown = asJson ? process.stderr : process.stdout
  shown.write(`${taskTable(outcome)}\n`)
  if (outcome.state !== 'success') process.stderr.write(`\n${failureText(outcome)}\n`)
  if (asJson) process.stdout.write(`${JSON.stringify(outcome)}\n`)
}

async function stayUp(running: RunningAirflow, { json }: AirflowFlags, context: RunContext) {
  const shown = json ? process.stderr : process.stdout
  shown.write(`\n${urlTable(urls(running, context))}\n`)
  shown.write(
    `A click on Trigger runs the batch. Airflow${running.isAttached ? '' : ' and the stack'} stays up until Ctrl-C.\n`,
  )
  await Promise.race([aborted(context.signal), running.airflow.ended])
}

function urls({ airflow: { url, login }, dagId }: RunningAirflow, { settings }: RunContext) {
  const { s3, bucket } = addresses(settings)
  return [
    ['Airflow', `${url}/dags/${dagId}`],
    ['User', login.username],
    ['Password', login.password],
    ['Answers', `${s3}/${bucket}/answers/task-4.json`],
    ['Logs', statePaths(settings).airflow],
  ] as const
}
