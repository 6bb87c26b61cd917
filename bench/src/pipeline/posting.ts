import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type EmulationSummary, emulate, land, type System } from '@pinpipe/cli'
import { type Measured, measure } from '../measure.ts'
import { startStubGateway } from './stub-gateway.ts'

/** How many posts, and how fast (`N/s`). */
export interface Posting {
  readonly posts: number
  readonly rate: string
}

/** A run from the emulator to the bucket. */
export interface Landing {
  readonly emulation: EmulationSummary
  /** From the first request until every record lay in the bucket. */
  readonly seconds: number
}

const POLL_MS = 10

/** Posts and waits for the bucket; CPU and memory are those of the whole system. `run` is from 0. */
export function measureLanding(
  system: System,
  { posts, rate }: Posting,
  run: number,
): Promise<Measured<Landing>> {
  const { signal } = system.jobs
  const ledger = join(system.paths.run, `bench-${run}.jsonl`)
  return measure('all', async () => {
    const failed = new AbortController()
    const stop = AbortSignal.any([signal, failed.signal])
    const [first, emulation] = await Promise.all([
      firstWrite(ledger, stop),
      emulate({ posts, rate, ledger }, system.jobs).catch((error) => {
        failed.abort(error)
        throw error
      }),
    ])
    await land(system, () => {})
    return { emulation, seconds: (performance.now() - first) / 1000 }
  })
}

/** The emulator writes to its ledger just before each request. */
async function firstWrite(file: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    )
    if (size > 0) return performance.now()
    await sleep(POLL_MS, undefined, { signal })
  }
}

/** The same posts to a server that acknowledges at once; CPU and memory are the emulator's. */
export async function measureStub(
  system: System,
  { posts, rate }: Posting,
): Promise<Measured<EmulationSummary>> {
  const stub = await startStubGateway()
  try {
    const jobs = { ...system.jobs, env: { ...system.jobs.env, EMULATOR_URL: stub.url } }
    const ledger = join(system.paths.run, 'bench-stub.jsonl')
    return await measure('started', () => emulate({ posts, rate, ledger }, jobs))
  } finally {
    stub.close()
  }
}
