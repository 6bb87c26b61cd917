import { judge, report, type Verdict } from '@pinpipe/oracle'
import type { RunContext } from '../context.ts'
import { type BatchDocument, type EmulationSummary, emulate, runBatch } from '../system/jobs.ts'
import { land } from '../system/landing.ts'
import { type System, startSystem } from '../system/system.ts'
import type { StartDocument } from './document.ts'

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly posts: number
  /** `N/s`, or `original`. */
  readonly rate: string
  /** Drop all state first. */
  readonly fresh: boolean
}

/** A finished run: what was counted, found and timed, and the system, which still runs. */
export interface StartedRun {
  readonly document: StartDocument
  readonly findings: string
  readonly emulation: EmulationSummary
  readonly system: System
}

/** Brings the system up, posts, waits until all has landed, runs the batch job, and has the oracle judge. */
export async function start(options: StartOptions, context: RunContext): Promise<StartedRun> {
  const { steps } = context
  const system = await startSystem(options, context)
  try {
    const { ledger } = system.paths
    const emulation = await steps.timed('Posts over HTTP', () =>
      emulate({ ...options, ledger }, system.jobs),
    )
    await steps.one('Records into S3', async (progress) => void (await land(system, progress)))
    const batch = await steps.timed('Spark batch', () => runBatch(system, system.jobs))
    const verdict = await steps.timed('Oracle', () => prove(system))
    const document = documentOf(verdict, batch, steps.seconds)
    return { document, findings: report(verdict), emulation, system }
  } catch (error) {
    await system.stop()
    throw error
  }
}

function prove({ id, paths, addresses, credentials }: System): Promise<Verdict> {
  return judge({
    id,
    ledgerFile: paths.ledger,
    s3: { endpoint: addresses.s3, region: addresses.region, bucket: addresses.bucket, credentials },
    kafka: { brokers: [addresses.brokers] },
  })
}

function documentOf(
  { ok, counts }: Verdict,
  { answers }: BatchDocument,
  seconds: Readonly<Record<string, number>>,
): StartDocument {
  const { posts, sent, acknowledged, unknown, landed, objects, clean, duplicates, quarantined } =
    counts
  return {
    posts,
    sent,
    acknowledged,
    unknown,
    landed,
    objects,
    clean,
    duplicates,
    quarantined,
    stream: null,
    answers,
    seconds: { ...seconds },
    ok,
  }
}
