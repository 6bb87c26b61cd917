import type { RunContext } from '@pinpipe/cli'
import { type Figure, figure, type Sample } from '../figures.ts'
import { runJob, startFake } from './children.ts'
import type { Job, Putter } from './job.ts'

/** What is asked of the benchmark. */
export interface KinesisProducerFlags {
  readonly records: number
  /** Bytes of a record, one series each. */
  readonly sizes: readonly number[]
  readonly runs: number
}

const STREAM = 'bench'
const SHARDS = 16
const KEYS = 10_000

/** Each figure's name, whose it is, and how it is made. */
const SERIES: readonly { name: string; system: string; putter: Putter; note: string }[] = [
  { name: 'put-aggregated', system: 'ours', putter: 'aggregated', note: 'aggregated, ordered' },
  { name: 'put', system: 'ours', putter: 'plain', note: 'not aggregated, ordered' },
  {
    name: 'put-unordered',
    system: 'ours',
    putter: 'unordered',
    note: 'not aggregated, ordered: false',
  },
  {
    name: 'put',
    system: 'ceiling',
    putter: 'sdk',
    note: 'the SDK alone, 500 records, 4 in flight',
  },
  { name: 'pack', system: 'ours', putter: 'pack', note: 'aggregates of 1 MiB, nothing sent' },
  { name: 'pack', system: 'aws-kinesis-agg', putter: 'pack-peer', note: 'as ours' },
]

/** Records a second of each way to put and to pack, over a fake without quotas; `cpu_s` is the putting process's. */
export async function kinesisProducer(
  { records, sizes, runs }: KinesisProducerFlags,
  { steps, signal }: Pick<RunContext, 'steps' | 'signal'>,
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const bytes of sizes) {
    for (const { name, system, putter, note } of SERIES) {
      const job = { putter, records, bytes, keys: KEYS, stream: STREAM }
      const samples: Sample[] = []
      await steps.one(`${name}, ${bytes} B, ${system}: ${note}`, async (progress) => {
        for (let run = 1; run <= runs; run++) {
          signal.throwIfAborted()
          progress(`run ${run} of ${runs}`)
          samples.push(await sample(job, signal))
        }
      })
      const settings = { how: note, records, bytes, keys: KEYS, shards: SHARDS }
      const id = { name: `kinesis-${name}-${bytes}B`, system, unit: 'records/s', settings }
      figures.push(figure(id, samples))
    }
  }
  return figures
}

/** One run against a new fake. */
async function sample(job: Omit<Job, 'endpoint'>, signal: AbortSignal): Promise<Sample> {
  const fake = await startFake([STREAM], SHARDS, signal)
  try {
    const { seconds, cpuS, rssMb } = await runJob({ ...job, endpoint: fake.endpoint }, signal)
    return { value: job.records / seconds, cpuS, rssMb }
  } finally {
    fake.stop()
  }
}
