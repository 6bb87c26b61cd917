import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT, type RunContext, runCommand } from '@pinpipe/cli'
import { type Dataset, generateDataset, type Post } from '@pinpipe/dataset'
import { type Kind, kinds, streamName, streamTableName } from '@pinpipe/schema'
import {
  type Component,
  defaultHost,
  freePort,
  sparkJars,
  sparkVenv,
  startService,
} from '@pinpipe/stack'
import { type Figure, figure } from '../figures.ts'
import { startFake } from '../kinesis-producer/children.ts'
import { type Measured, measure } from '../measure.ts'
import { putPosts, type SentAt, type StreamPosting } from './posting.ts'
import { type FolderJob, startFolderJob } from './stream-job.ts'

/** What is asked of the latency part: posts a second, and for how long before and while it is measured. */
export interface LatencyFlags {
  readonly rate: number
  readonly seconds: number
  readonly warmUp: number
}

type Run = Pick<RunContext, 'env' | 'steps' | 'signal'>

const VISIBLE_AT = fileURLToPath(new URL('../../spark/visible_at.py', import.meta.url))
const ID = '0a1b2c3d4e5f'
const SHARDS = 5

/**
 * Milliseconds from an HTTP request to the Delta commit that holds its row: real gateway, fake of
 * Kinesis, real stream job over a folder. CPU is that of all of them.
 */
export async function streamLatency(flags: LatencyFlags, run: Run): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pinpipe-latency-'))
  const python = await sparkVenv(defaultHost())
  const streams = kinds.map((kind) => streamName(ID, kind))
  const fake = await startFake(streams, SHARDS, run.signal)
  const started: Pick<Component, 'stop'>[] = []
  try {
    const { gateway, url } = await startGateway(fake.endpoint, run.env)
    started.push(gateway)
    const jobEnv = await streamEnvironment(fake.endpoint, run.env)
    const job = await startFolderJob(python, folder, jobEnv)
    started.push(job)
    const sent = await post(flags, { ...run, url, job })
    await job.stop()
    const latencies = await latenciesOf(sent.result, python, folder, run.signal)
    return figuresOf(latencies, flags, sent)
  } finally {
    for (const each of started.toReversed()) await each.stop()
    fake.stop()
    await rm(folder, { recursive: true })
  }
}

/** Without Kafka it is alive, not ready, and serves the Kinesis proxy all the same. */
async function startGateway(kinesis: string, env: NodeJS.ProcessEnv) {
  const [port, adminPort, noKafka] = [await freePort(), await freePort(), await freePort()]
  const gateway = await startService({
    name: 'gateway',
    entry: join(ROOT, 'services', 'gateway', 'dist', 'main.js'),
    env: {
      ...env,
      ...CREDENTIALS,
      KAFKA_BROKERS: `127.0.0.1:${noKafka}`,
      GATEWAY_KINESIS: 'true',
      GATEWAY_PORT: String(port),
      GATEWAY_ADMIN_PORT: String(adminPort),
      AWS_ENDPOINT_URL: kinesis,
    },
    readyUrl: `http://127.0.0.1:${adminPort}/livez`,
  })
  return { gateway, url: `http://127.0.0.1:${port}` }
}

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }

async function streamEnvironment(kinesis: string, env: NodeJS.ProcessEnv) {
  return {
    ...env,
    ...CREDENTIALS,
    PIPELINE_ID: ID,
    AWS_ENDPOINT_URL_KINESIS: kinesis,
    PYTHONPATH: join(ROOT, 'spark', 'src'),
    PINPIPE_JARS: await sparkJars(defaultHost()),
  }
}

/** Posts without a pause, and waits for the tables; what is sent in the warm-up is not looked at. */
async function post(
  { rate, seconds, warmUp }: LatencyFlags,
  { steps, signal, url, job }: Run & { readonly url: string; readonly job: FolderJob },
): Promise<Measured<SentAt>> {
  const dataset = generateDataset({ rows: rate * (warmUp + seconds) })
  const first = rate * warmUp
  const posting: StreamPosting = { url, id: ID, rate, signal }
  await steps.one('Warm-up', async () => void (await putPosts(rowsOf(dataset, 0, first), posting)))
  return steps.timed(`${rate} posts/s for ${seconds} s`, () =>
    measure('all', async () => {
      const sentAt = await putPosts(rowsOf(dataset, first, dataset.rows), posting)
      await job.holds(dataset.rows)
      return sentAt
    }),
  )
}

function* rowsOf(dataset: Dataset, from: number, to: number): Generator<Post> {
  for (let row = from; row < to; row++) yield dataset.post(row)
}

/** A commit of a table, as `visible_at.py` prints it. */
interface Commit {
  readonly at_ms: number
  readonly inds: readonly number[]
}

/** @throws {Error} when a row is missing */
async function latenciesOf(
  sentAt: SentAt,
  python: string,
  folder: string,
  signal: AbortSignal,
): Promise<Record<Kind, number[]>> {
  const found: Record<Kind, number[]> = { pin: [], geo: [], user: [] }
  for (const kind of kinds) {
    const args = [VISIBLE_AT, join(folder, 'lake', streamTableName(ID, kind))]
    const { exitCode, stdout } = await runCommand({ file: python, args, env: process.env, signal })
    if (exitCode !== 0) throw new Error(`visible_at.py ended with ${exitCode}; see above.`)
    for (const line of stdout.trim().split('\n')) {
      const { at_ms, inds } = JSON.parse(line) as Commit
      for (const ind of inds) {
        const sent = sentAt[kind].get(ind)
        if (sent !== undefined) found[kind].push(at_ms - sent)
      }
    }
    const missing = sentAt[kind].size - found[kind].length
    if (missing !== 0) throw new Error(`${missing} rows of ${kind} are not in their table.`)
  }
  return found
}

function figuresOf(
  latencies: Readonly<Record<Kind, readonly number[]>>,
  { rate, seconds, warmUp }: LatencyFlags,
  { cpuS, rssMb }: Measured<SentAt>,
): Figure[] {
  const of = { all: Object.values(latencies).flat(), ...latencies }
  return Object.entries(of).flatMap(([records, values]) =>
    [50, 95].map((percent) => {
      const settings = { how: HOW, records, rate: `${rate}/s`, seconds, warmUp, shards: SHARDS }
      const id = { name: `stream-latency-p${percent}`, system: 'ours', unit: 'ms', settings }
      return figure(id, [{ value: percentile(values, percent), cpuS, rssMb }])
    }),
  )
}

const HOW = 'HTTP request to Delta commit; gateway, fake of Kinesis, stream job over a folder'

/** The smallest value that so many percent of them do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.ceil((percent / 100) * sorted.length) - 1]
  if (value === undefined) throw new RangeError('a percentile needs a value')
  return value
}
