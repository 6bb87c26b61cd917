import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Job, JobResult } from './job.ts'

/** The fake in a process of its own. `stop` ends it. */
export interface FakeProcess {
  readonly endpoint: string
  stop(): void
}

/** A new fake without quotas that has these streams, of so many shards each. */
export async function startFake(
  streams: readonly string[],
  shards: number,
  signal: AbortSignal,
): Promise<FakeProcess> {
  const fake = start('./fake-process.js', [String(shards), ...streams], signal)
  return { endpoint: await firstMessage<string>(fake), stop: () => fake.disconnect() }
}

/** Does a job in a process of its own. It puts a tenth more records, before the clock starts. */
export function runJob(job: Job, signal: AbortSignal): Promise<JobResult> {
  const worker = start('./worker.js', [], signal)
  worker.send(job)
  return firstMessage<JobResult>(worker)
}

const start = (file: string, args: readonly string[], signal: AbortSignal): ChildProcess =>
  fork(fileURLToPath(new URL(file, import.meta.url)), args, { signal })

/** @throws {Error} when the process ends without one. */
async function firstMessage<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`A process of the benchmark ended with ${code}; what it said is above.`)
  })
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message as T
}
