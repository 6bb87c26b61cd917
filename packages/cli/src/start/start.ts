import { judge, judgeStream, report, type StreamVerdict, type Verdict } from '@pinpipe/oracle'
import type { RunContext } from '../context.ts'
import type { Halves } from '../system/halves.ts'
import { type EmulationSummary, emulate, runBatch } from '../system/jobs.ts'
import { land } from '../system/landing.ts'
import { type System, startSystem } from '../system/system.ts'
import { documentOf, type StartDocument } from './document.ts'
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
  const { steps } = context
  const { halves } = options
  const system = await startSystem(options, context)
  try {
    const emulation = await post(options, system, context)
    if (halves.batch)
      await steps.one('Records into S3', async (progress) => void (await land(system, progress)))
    if (halves.stream !== null)
      await steps.one('Records into stream tables', (progress) =>
        catchUp(system, options.posts, progress),
      )
    const answered = halves.batch
      ? await steps.timed('Spark batch', () => runBatch(system, system.jobs))
      : undefined
    const { batch, stream } = await steps.timed('Oracle', () => prove(system, halves))
    const document = documentOf(
      {
        posts: options.posts,
        batch: batch && { verdict: batch, answers: answered?.answers ?? {} },
        stream:
          stream && system.components.stream
            ? { verdict: stream, figures: system.components.stream.figures }
            : null,
      },
      steps.seconds,
    )
    const findings = [batch, stream].flatMap((verdict) => (verdict ? [report(verdict)] : []))
    return { document, findings: findings.join('\n'), emulation, system }
  } catch (error) {
    await system.stop()
    throw error
  }
}

/** The same posts to the topics and, where the streams are fed over HTTP, to the streams. */
async function post(
  { posts, rate, halves }: StartOptions,
  system: System,
  { steps }: RunContext,
): Promise<EmulationSummary> {
  const { ledger, streamLedger } = system.paths
  const shown = (title: string, target: 'kafka' | 'kinesis', file: string) =>
    steps.timed(title, () =>
      whileStreaming(system, () => emulate({ posts, rate, target, ledger: file }, system.jobs)),
    )
  const toTopics =
    halves.batch || halves.stream === 'kafka'
      ? await shown('Posts over HTTP', 'kafka', ledger)
      : undefined
  if (halves.stream !== 'http') return toTopics as EmulationSummary
  const toStreams = await shown('Posts over HTTP to the streams', 'kinesis', streamLedger)
  return toTopics ?? toStreams
}

/** What the oracle says of each half that ran. */
async function prove(
  { id, paths, addresses, credentials }: System,
  halves: Halves,
): Promise<{ readonly batch: Verdict | null; readonly stream: StreamVerdict | null }> {
  const { region, bucket } = addresses
  const s3 = { endpoint: addresses.s3, region, bucket, credentials }
  const kafka = { brokers: [addresses.brokers] }
  const batch = halves.batch ? await judge({ id, ledgerFile: paths.ledger, s3, kafka }) : null
  if (halves.stream === null) return { batch, stream: null }
  const stream = await judgeStream({
    id,
    feed: halves.stream,
    ledgerFile: halves.stream === 'http' ? paths.streamLedger : paths.ledger,
    s3,
    kinesis: { endpoint: addresses.s3, region, credentials },
    stages: ['feed', 'tables', ...(halves.batch ? (['batch', 'same-posts'] as const) : [])],
  })
  return { batch, stream }
}
