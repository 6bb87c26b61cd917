import { setTimeout as sleep } from 'node:timers/promises'
import { judge, type Verdict } from '@pinpipe/oracle'
import type { RunContext } from '../context.ts'
import { type EmulationSummary, emulate } from '../system/jobs.ts'
import { land } from '../system/landing.ts'
import { type System, startSystem } from '../system/system.ts'

/** How much is sent, and how often something is killed. */
export interface ChaosOptions {
  readonly posts: number
  /** `N/s` */
  readonly rate: string
  /** Seconds of posting before the first kill, and between a recovery and the next kill. */
  readonly gapSeconds: number
}

/** One kill -9: what, when (seconds after the first post), and how long until it served again. */
export interface Fault {
  readonly component: string
  readonly atSeconds: number
  readonly downSeconds: number
}

/** What a chaos run did and what the oracle says of it, up to the bucket. */
export interface ChaosResult {
  readonly options: ChaosOptions
  readonly emulation: EmulationSummary
  readonly faults: readonly Fault[]
  readonly verdict: Verdict
}

/** The order of the kills: from the front door to the source. */
const VICTIMS = ['gateway', 'sink', 'kafka', 'mariadb'] as const

/** Posts while each component is killed once and brought back; then has the oracle judge the bucket. */
export async function chaos(options: ChaosOptions, context: RunContext): Promise<ChaosResult> {
  const { steps } = context
  const system = await startSystem({ fresh: false }, context)
  try {
    const [emulation, faults] = await steps.timed('Posts, and a kill -9 of each component', () =>
      Promise.all([
        emulate({ ...options, ledger: system.paths.ledger }, system.jobs),
        killEach(system, options.gapSeconds, context.signal),
      ]),
    )
    assertAllWithin(faults, emulation.seconds)
    await steps.one('Records into S3', (progress) => land(system, context.signal, progress))
    const verdict = await steps.timed('Oracle', () => proveLanding(system))
    return { options, emulation, faults, verdict }
  } finally {
    await system.stop()
  }
}

/** A component that was killed after the last post would prove nothing. */
function assertAllWithin(faults: readonly Fault[], postingSeconds: number): void {
  const late = faults.filter(({ atSeconds }) => atSeconds > postingSeconds)
  if (late.length === 0) return
  const names = late.map(({ component }) => component).join(', ')
  throw new Error(`The posts ended before the kill of ${names}: raise --posts or lower --gap`)
}

async function killEach(
  { components }: System,
  gapSeconds: number,
  signal: AbortSignal,
): Promise<Fault[]> {
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 100) / 10
  const faults: Fault[] = []
  for (const victim of VICTIMS) {
    await sleep(gapSeconds * 1000, undefined, { signal })
    const atSeconds = seconds()
    process.stderr.write(`  kill -9 ${victim}\n`)
    await components[victim].kill()
    await components[victim].start()
    faults.push({ component: victim, atSeconds, downSeconds: seconds() - atSeconds })
  }
  return faults
}

function proveLanding({ id, paths, addresses, credentials }: System): Promise<Verdict> {
  return judge({
    id,
    ledgerFile: paths.ledger,
    stages: ['landing', 'objects', 'kafka'],
    s3: { endpoint: addresses.s3, region: addresses.region, bucket: addresses.bucket, credentials },
    kafka: { brokers: [addresses.brokers] },
  })
}
