import { setTimeout as sleep } from 'node:timers/promises'
import { judge, type StreamVerdict, type Verdict } from '@pinpipe/oracle'
import type { RunContext } from '../context.ts'
import type { EmulationSummary } from '../system/jobs.ts'
import { land } from '../system/landing.ts'
import { containerTarget } from './container-target.ts'
import { processTarget } from './process-target.ts'
import type { Harm, SoakTarget } from './target.ts'

/** How much is sent, and how often something is hurt. */
export interface ChaosOptions {
  readonly posts: number
  /** `N/s` */
  readonly rate: string
  /** Seconds of posting before the first harm, and between a recovery and the next harm. */
  readonly gapSeconds: number
  /** In the containers of docker-compose.yml instead of processes. */
  readonly containers: boolean
  /** The stream half too, fed from the topics. */
  readonly stream: boolean
}

/** One harm: what, when (seconds after the first post), and how long until it served again. */
export interface Fault extends Pick<Harm, 'component' | 'what'> {
  readonly atSeconds: number
  readonly downSeconds: number
}

/** What a chaos run did and what the oracle says of it, up to the bucket and up to the stream tables. */
export interface ChaosResult {
  readonly options: ChaosOptions
  readonly emulation: EmulationSummary
  readonly faults: readonly Fault[]
  readonly verdict: Verdict
  readonly stream: StreamVerdict | null
}

/** Posts while each component is hurt once and comes back; then has the oracle judge. */
export async function chaos(options: ChaosOptions, context: RunContext): Promise<ChaosResult> {
  const { steps, signal } = context
  const target = await (options.containers
    ? containerTarget(context)
    : processTarget(options, context))
  try {
    const [emulation, faults] = await steps.timed('Posts, while each component is hurt', () =>
      Promise.all([target.emulate(options), inflictAll(target, options.gapSeconds, signal)]),
    )
    assertAllWithin(faults, emulation.seconds)
    await arrive(options, target, context)
    const [verdict, stream] = await steps.timed('Oracle', async () => [
      await judge({ ...target.evidence, stages: ['landing', 'objects', 'kafka'] }),
      (await target.stream?.judge()) ?? null,
    ])
    return { options, emulation, faults, verdict, stream }
  } finally {
    await target.stop()
  }
}

async function arrive({ posts }: ChaosOptions, target: SoakTarget, { steps }: RunContext) {
  await steps.one('Records into S3', async (progress) => void (await land(target, progress)))
  const { stream } = target
  if (stream !== undefined)
    await steps.one('Records into stream tables', (progress) => stream.arrived(posts, progress))
}

/** A component that was hurt after the last post would prove nothing. */
function assertAllWithin(faults: readonly Fault[], postingSeconds: number): void {
  const late = faults.filter(({ atSeconds }) => atSeconds > postingSeconds)
  if (late.length === 0) return
  const names = late.map(({ component }) => component).join(', ')
  throw new Error(`The posts ended before the harm to ${names}: raise --posts or lower --gap`)
}

async function inflictAll(
  { harms }: SoakTarget,
  gapSeconds: number,
  signal: AbortSignal,
): Promise<Fault[]> {
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 100) / 10
  const faults: Fault[] = []
  for (const { component, what, inflict } of harms) {
    await sleep(gapSeconds * 1000, undefined, { signal })
    const atSeconds = seconds()
    process.stderr.write(`  ${component}: ${what}\n`)
    await inflict()
    faults.push({ component, what, atSeconds, downSeconds: seconds() - atSeconds })
  }
  return faults
}
