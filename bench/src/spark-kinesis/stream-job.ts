import { createInterface } from 'node:readline'
import { ROOT } from '@pinpipe/cli'
import type { Kind } from '@pinpipe/schema'
import { spawnGuarded, waitFor } from '@pinpipe/stack'

/** The real stream job, over a folder. */
export interface FolderJob {
  /** Resolves when the tables hold `records` of each kind. @throws when that takes too long */
  holds(records: number): Promise<void>
  /** Ends it once the batches in work are written. */
  stop(): Promise<void>
}

interface Event {
  readonly event: string
  readonly kind: Kind
  readonly total: { readonly records: number }
}

const STDERR = 2
const WITHIN_MS = 300_000

/** Starts the job and waits until its queries run. `env` says where Kinesis is. */
export async function startFolderJob(
  python: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<FolderJob> {
  const root = ['--root', `file:${folder}`, '--metrics-port', '0']
  const args = ['-m', 'pinpipe', 'stream', ...root]
  const run = spawnGuarded({ file: python, args, env, cwd: ROOT }, 'pipe', STDERR)
  const records: Record<Kind, number> = { pin: 0, geo: 0, user: 0 }
  let isReady = false
  const ended = run.exited.then(() => {
    throw new Error('The stream job has ended; what it said is above.')
  })
  ended.catch(() => {})
  for (const stdout of run.output) {
    createInterface({ input: stdout }).on('line', (line) => {
      const { event, kind, total } = JSON.parse(line) as Event
      isReady ||= event === 'ready'
      if (event === 'batch') records[kind] = total.records
    })
  }
  const until = async (what: string, isMet: () => boolean) => {
    await Promise.race([ended, waitFor(isMet, { what, timeoutMs: WITHIN_MS })])
  }
  await until('the stream job', () => isReady)
  return {
    holds: (count) =>
      until('the tables', () => Object.values(records).every((each) => each >= count)),
    stop: async () => {
      run.signal('SIGTERM')
      await run.exited
    },
  }
}
