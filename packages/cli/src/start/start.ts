import { report } from '@pinpipe/oracle'
import type { RunContext } from '../context.ts'
import type { Halves } from '../system/halves.ts'
import { type EmulationSummary, emulate, runBatch } from '../system/jobs.ts'
import { land } from '../system/landing.ts'
import { type System, startSystem } from '../system/system.ts'
import { documentOf, type Outcome, type StartDocument } from './document.ts'
import { judgeBatch, judgeStreams } from './judging.ts'
import { catchUp, whileStreaming } from './stream.ts'

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly posts: number
  /** `N/s`, or `original`. */
  readonly rate: string
  /** Drop all state first. */
  readonly fresh: boolean
  readonly halves: Halves
}

/** A finished run: what was counted, found and timed, and the system, which still runs. */
export interface StartedRun {
  readonly document: StartDocument
  readonly findings: string
  readonly emulation: EmulationSummary
  readonly system: System
}

/** Brings the system up, posts, waits until all has arrived, runs the batch job, and has the oracle judge. */
export async function start(options: StartOptions, context: RunContext): Promise<StartedRun> {
  const system = await startSystem(options, context)
  try {
    const emulation = await post(options, system, context)
    await arrive(options, system, context)
    const outcome = await judged(options, system, context)
    const verdicts = [outcome.batch, outcome.stream].flatMap((half) => half?.verdict ?? [])
    return {
      document: documentOf(outcome, context.steps.seconds),
      findings: verdicts.map(report).join('\n'),
      emulation,
      system,
    }
  } catch (error) {
    await system.stop()
    throw error
  }
}

/** The same posts to the topics and, where the streams are fed over HTTP, to the streams. @returns the first emulation */
async function post(
  { posts, rate, halves }: StartOptions,
  system: System,
  { steps }: RunContext,
): Promise<EmulationSummary> {
  const emulated = (title: string, target: 'kafka' | 'kinesis', ledger: string) =>
    steps.timed(title, () =>
      whileStreaming(system, () => emulate({ posts, rate, target, ledger }, system.jobs)),
    )
  const { ledger, streamLedger } = system.paths
  const toStreams = () => emulated('Posts over HTTP to the streams', 'kinesis', streamLedger)
  if (!halves.batch && halves.stream === 'http') return toStreams()
  const emulation = await emulated('Posts over HTTP', 'kafka', ledger)
  if (halves.stream === 'http') await toStreams()
  return emulation
}

/** Waits until what was posted is where each half reads or shows it. */
async function arrive({ posts, halves }: StartOptions, system: System, { steps }: RunContext) {
  if (halves.batch)
    await steps.one('Records into S3', async (progress) => void (await land(system, progress)))
  if (halves.stream !== null)
    await steps.one('Records into stream tables', (progress) => catchUp(system, posts, progress))
}

/** The batch job's answers, and what the oracle says of each half that ran. */
async function judged(
  { posts, halves }: StartOptions,
  system: System,
  { steps }: RunContext,
): Promise<Outcome> {
  const answered = halves.batch
    ? await steps.timed('Spark batch', () => runBatch(system, system.jobs))
    : null
  return steps.timed('Oracle', async () => ({
    posts,
    batch: answered && { verdict: await judgeBatch(system), answers: answered.answers },
    stream: await streamOutcome(halves, system),
  }))
}

async function streamOutcome(halves: Halves, system: System): Promise<Outcome['stream']> {
  const { figures } = system.components.stream ?? {}
  if (halves.stream === null || figures === undefined) return null
  const run = { feed: halves.stream, besideBatch: halves.batch, unharmed: true }
  return { verdict: await judgeStreams(run, system), figures }
}
