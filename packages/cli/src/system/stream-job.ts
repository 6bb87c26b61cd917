import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { type Component, spawnGuarded } from '@pinpipe/stack'
import { ROOT } from '../root.ts'
import { type StreamFigures, StreamTally } from './stream-tally.ts'

/** The running Spark job of the stream half. */
export interface StreamJob extends Pick<Component, 'stop'> {
  /** What its events have told so far. */
  readonly figures: StreamFigures
  /** Rejects with the reason when the job ends. */
  readonly ended: Promise<never>
  /** Resolves when every record that was in the streams at `time` is in the tables. */
  caughtUp(time: Date, posts: number): Promise<void>
}

export interface StreamJobOptions {
  readonly python: string
  readonly bucket: string
  readonly id: string
  readonly env: NodeJS.ProcessEnv
  readonly metricsPort: number
  readonly logFile: string
}

/** Starts the job and waits until its three queries run. @throws {Error} when it ends before that */
export async function startStreamJob(options: StreamJobOptions): Promise<StreamJob> {
  const { python, bucket, id, env, metricsPort, logFile } = options
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a')
  const run = spawnGuarded(
    {
      file: python,
      args: [
        ...['-m', 'pinpipe', 'stream', '--bucket', bucket, '--id', id],
        ...['--metrics-port', String(metricsPort)],
      ],
      env,
      cwd: ROOT,
    },
    'pipe',
    log,
  )
  closeSync(log)
  const tally = new StreamTally()
  const ended = run.exited.then(({ code }) => {
    throw new Error(`The stream job ended with ${code}; its log says why: ${logFile}`)
  })
  // Whoever waits for the job hears of it.
  ended.catch(() => {})
  for (const stdout of run.output) {
    createInterface({ input: stdout }).on('line', (line) => {
      // A JVM may add warnings of its own.
      if (line.startsWith('{')) tally.hear(JSON.parse(line))
    })
  }
  await Promise.race([tally.ready, ended])
  return {
    figures: tally,
    ended,
    caughtUp: (time, posts) => tally.caughtUp(time, posts),
    stop: async () => {
      run.signal('SIGTERM')
      const late = setTimeout(() => run.signal('SIGKILL'), STOP_TIMEOUT_MS)
      await run.exited
      clearTimeout(late)
    },
  }
}

/** A batch in work is finished first. */
const STOP_TIMEOUT_MS = 60_000
