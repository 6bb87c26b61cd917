import { BATCH_ONLY, type RunContext, type System, startSystem } from '@pinpipe/cli'
import { bucketName } from '@pinpipe/schema'
import type { Figure } from '../figures.ts'
import { type Lake, measureBatch, measureCount } from './batch.ts'
import { PARALLEL_PUTS, putDataset, ROWS_PER_OBJECT } from './bulk.ts'
import { measureLanding, measureStub, type Posting } from './posting.ts'
import {
  type BatchRuns,
  batchFigures,
  machineSettings,
  postingFigures,
  sinkSettings,
} from './report.ts'

/** What is measured. */
export interface PipelineOptions extends Posting {
  /** Rows in each table of the large Spark job. */
  readonly rows: number
  /** How often all but the large Spark job is measured. */
  readonly runs: number
}

/** The pipeline id of the large dataset, which goes into its bucket without Kafka. */
const BULK_ID = 'b0b0b0b0b0b0'

/** Brings the system up, measures, and stops it in any case. */
export async function pipeline(options: PipelineOptions, context: RunContext): Promise<Figure[]> {
  const machine = machineSettings()
  const system = await startSystem({ fresh: false, halves: BATCH_ONLY }, context)
  try {
    const sink = await sinkSettings()
    const { landings, small, stubs } = await measurePosts(system, options, context)
    const large = await measureBulk(system, options, context)
    const landed = { ...machine, ...sink, input: 'as the first of these runs landed it' }
    return [
      ...postingFigures(options, { ...machine, ...sink }, landings, stubs),
      ...batchFigures(`spark-${options.posts}-posts`, landed, small),
      ...batchFigures(`spark-${options.rows}-rows`, { ...machine, ...large.settings }, large.runs),
    ]
  } finally {
    await system.stop()
  }
}

async function measurePosts(system: System, options: PipelineOptions, { steps }: RunContext) {
  const { runs } = options
  const land = (run: number) => measureLanding(system, options, run)
  // one landing alone at first, because the Spark job is to see that and nothing more
  const first = await steps.timed('Posts into S3', () => land(0))
  const small = await steps.timed('Spark over what landed', () => measureSpark(system, runs))
  const others = await steps.timed('Posts into S3, again', () =>
    repeat(runs - 1, (run) => land(run + 1)),
  )
  const stubs = await steps.timed('Posts to a server that only acknowledges', () =>
    repeat(runs, () => measureStub(system, options)),
  )
  return { landings: [first, ...others], small, stubs }
}

async function measureBulk(system: System, { rows }: PipelineOptions, context: RunContext) {
  const { steps, signal } = context
  const bucket = bucketName(BULK_ID)
  const lake: Lake = { ...system, id: BULK_ID, addresses: { ...system.addresses, bucket } }
  let put = { objects: 0, bytes: 0 }
  await steps.one(`${rows} rows a table into a bucket of their own`, async (progress) => {
    put = await putDataset({ s3: system.s3, id: BULK_ID, rows, signal }, progress)
  })
  const runs = await steps.timed('Spark over the rows', () => measureSpark(lake, 1))
  const input = `generated and put straight into a second bucket, ${PARALLEL_PUTS} PUTs at a time, ${ROWS_PER_OBJECT} lines an object`
  return { runs, settings: { input, ...put } }
}

async function measureSpark(lake: Lake, runs: number): Promise<BatchRuns> {
  const jobs = await repeat(runs, () => measureBatch(lake))
  return { jobs, counts: await repeat(runs, () => measureCount(lake)) }
}

async function repeat<T>(times: number, work: (at: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let at = 0; at < times; at++) results.push(await work(at))
  return results
}
