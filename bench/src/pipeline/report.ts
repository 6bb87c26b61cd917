import { readFile } from 'node:fs/promises'
import { availableParallelism, loadavg, totalmem } from 'node:os'
import { type BatchDocument, type EmulationSummary, SINK_CONFIG } from '@pinpipe/cli'
import { type Figure, type FigureId, figure, type Sample } from '../figures.ts'
import type { Measured } from '../measure.ts'
import type { Landing, Posting } from './posting.ts'

type Settings = FigureId['settings']

/** One post is a pin, a geo and a user record. */
const RECORDS_PER_POST = 3
const BYTES_PER_GIB = 2 ** 30

/** The machine at this moment: `load` is the number of runnable processes over the last minute. */
export function machineSettings(): Settings {
  return {
    cpus: availableParallelism(),
    memory_gib: Math.round(totalmem() / BYTES_PER_GIB),
    load_before: Number((loadavg()[0] ?? 0).toFixed(1)),
  }
}

/** When the sink of this system closes a file. */
export async function sinkSettings(): Promise<Settings> {
  const config = JSON.parse(await readFile(SINK_CONFIG, 'utf8')) as Record<string, number>
  const keys = ['flush.size', 'rotate.schedule.interval.ms'] as const
  return Object.fromEntries(keys.map((key) => [key, config[key] ?? 'none']))
}

/** Rates to the bucket and to the acknowledgement, each beside that of the emulator alone. */
export function postingFigures(
  { posts, rate }: Posting,
  settings: Settings,
  landings: readonly Measured<Landing>[],
  stubs: readonly Measured<EmulationSummary>[],
): Figure[] {
  const toBucket = landings.map((run) => sample(posts / run.result.seconds, run))
  const toKafka = landings.map((run) => sample(run.result.emulation.rate.achieved, run))
  const toStub = stubs.map((run) => sample(run.result.rate.achieved, run))
  const common = { posts, rate_asked: rate }
  const ours = { ...settings, ...common, cpu_of: 'all processes of the system and the emulator' }
  const stub = { ...common, ceiling: 'a server that acknowledges at once', cpu_of: 'the emulator' }
  const until = (end: string): Settings => ({ ...ours, until: end })
  const landed = until('every record lies in the bucket, which is looked at every 0.25 s')
  const acknowledged = until('the last acknowledgement')
  const to = (name: string, unit: string) => ({ name, unit })
  const bucket = to('emulator-to-s3', 'posts/s')
  const records = to('emulator-to-s3', 'records/s')
  const kafka = to('emulator-to-kafka', 'posts/s')
  return [
    figure({ ...bucket, system: 'ours', settings: landed }, toBucket),
    figure({ ...bucket, system: 'ceiling', settings: stub }, toStub),
    figure({ ...records, system: 'ours', settings: landed }, toBucket.map(asRecords)),
    figure({ ...records, system: 'ceiling', settings: stub }, toStub.map(asRecords)),
    figure({ ...kafka, system: 'ours', settings: acknowledged }, toKafka),
    figure({ ...kafka, system: 'ceiling', settings: stub }, toStub),
  ]
}

/** Runs of the Spark job, and of Spark doing no more than counting the lines of the same objects. */
export interface BatchRuns {
  readonly jobs: readonly Measured<BatchDocument>[]
  readonly counts: readonly Measured<number>[]
}

/** Seconds of the Spark job beside those of the count. */
export function batchFigures(
  name: string,
  settings: Settings,
  { jobs, counts }: BatchRuns,
): Figure[] {
  const unit = 's'
  const common = { ...settings, cpu_of: 'the processes of the job, without S3' }
  const parts = jobs.at(-1)?.result.seconds ?? {}
  const ours = { ...common, ...prefixed('last_run_', parts), lines: counts.at(-1)?.result ?? 0 }
  const ceiling = { ...common, ceiling: 'Spark reads the same objects as text and counts lines' }
  const seconds = (run: Measured<unknown>) => sample(run.seconds, run)
  return [
    figure({ name, unit, system: 'ours', settings: ours }, jobs.map(seconds)),
    figure({ name, unit, system: 'ceiling', settings: ceiling }, counts.map(seconds)),
  ]
}

const sample = (value: number, { cpuS, rssMb }: Measured<unknown>): Sample => ({
  value,
  cpuS,
  rssMb,
})

const asRecords = (each: Sample): Sample => ({ ...each, value: each.value * RECORDS_PER_POST })

const prefixed = (prefix: string, values: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}_s`, value]))
