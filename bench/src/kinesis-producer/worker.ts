import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { UserRecord } from '@pinpipe/kinesis'
import type { Job, JobResult } from './job.ts'
import { putters } from './putters.ts'

const MICROS = 1e6
const KB_PER_MB = 1024
/** Share of the records that are put before the clock starts, for the compiler. */
const WARM_UP = 0.1

function* madeRecords({ bytes, keys }: Job, count: number): Generator<UserRecord> {
  const data = randomBytes(bytes)
  for (let n = 0; n < count; n++) yield { data, partitionKey: `key-${n % keys}` }
}

async function run(job: Job): Promise<JobResult> {
  const put = putters[job.putter]
  await put(job, madeRecords(job, Math.ceil(job.records * WARM_UP)))
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  await put(job, madeRecords(job, job.records))
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const rssMb = process.resourceUsage().maxRSS / KB_PER_MB
  return { seconds, cpuS: (user + system) / MICROS, rssMb }
}

/** Measures one way to put, in a process of its own: its CPU and memory are nothing else's. */
const [job] = (await once(process, 'message')) as [Job]
process.send?.(await run(job))
process.disconnect()
