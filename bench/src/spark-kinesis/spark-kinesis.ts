import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT, type RunContext, runCommand } from '@pinpipe/cli'
import { defaultHost, sparkJars, sparkVenv } from '@pinpipe/stack'
import { type Figure, figure, type Sample } from '../figures.ts'
import { runJob, startFake } from '../kinesis-producer/children.ts'

/** What is asked of the benchmark. */
export interface SparkKinesisFlags {
  readonly records: number
  /** Of each record's data. */
  readonly bytes: number
  readonly runs: number
}

/** What `read_stream.py` prints of one reading. */
interface Reading {
  readonly rows: number
  readonly seconds: number
  readonly cpu_s: number
}

const READ_STREAM = fileURLToPath(new URL('../../spark/read_stream.py', import.meta.url))
const PYTHON_PATH = [join(ROOT, 'spark', 'src'), dirname(READ_STREAM)].join(delimiter)
const STREAM = 'bench'
const SHARDS = 4
const KEYS = 10_000

/** Each way to read, whose it is, and how it is made. */
const SERIES = [
  { system: 'ours', how: 'source', note: 'the source `kinesis`, available now, local[1]' },
  {
    system: 'naive',
    how: 'naive',
    note: 'a source that reads each range twice, available now, local[1]',
  },
  { system: 'ceiling', how: 'client', note: 'boto3 alone, GetRecords of 10,000, one thread' },
] as const

/** Rows a second of the source and of the SDK alone, over one fake without quotas that holds all records. */
export async function sparkKinesis(
  { records, bytes, runs }: SparkKinesisFlags,
  { env, steps, signal }: Pick<RunContext, 'env' | 'steps' | 'signal'>,
): Promise<Figure[]> {
  const host = defaultHost()
  const python = await sparkVenv(host)
  const jars = await sparkJars(host)
  const fake = await startFake([STREAM], SHARDS, signal)
  try {
    const { endpoint } = fake
    const job = { putter: 'sdk', records, bytes, keys: KEYS, endpoint, stream: STREAM } as const
    await steps.one('Records into the fake', async () => void (await runJob(job, signal)))
    const figures: Figure[] = []
    for (const { system, how, note } of SERIES) {
      const samples: Sample[] = []
      await steps.one(`${system}: ${note}`, async () => {
        const { exitCode, stdout } = await runCommand({
          file: python,
          args: [READ_STREAM, how, endpoint, STREAM, String(runs)],
          env: { ...env, PYTHONPATH: PYTHON_PATH, PINPIPE_JARS: jars },
          cwd: ROOT,
          signal,
        })
        if (exitCode !== 0) throw new Error(`read_stream.py ended with ${exitCode}; see above.`)
        for (const line of stdout.trim().split('\n')) {
          const { rows, seconds, cpu_s: cpuS } = JSON.parse(line) as Reading
          samples.push({ value: rows / seconds, cpuS, rssMb: null })
        }
      })
      const settings = { how: note, records, bytes, shards: SHARDS }
      figures.push(figure({ name: 'spark-kinesis', system, unit: 'rows/s', settings }, samples))
    }
    return figures
  } finally {
    fake.stop()
  }
}
