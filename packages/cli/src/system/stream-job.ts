import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { type Component, type GuardedProcess, spawnGuarded } from '@pinpipe/stack'
import { ROOT } from '../root.ts'
import { followIdleLooks } from './idle-looks.ts'
import { type StreamEvent, type StreamFigures, StreamTally } from './stream-tally.ts'

/** The Spark job of the stream half. After `kill`, `start` goes on from its checkpoint. */
export interface StreamJob extends Pick<Component, 'start' | 'stop' | 'kill'> {
  /** What its events have told so far, over all its runs. */
  readonly figures: StreamFigures
  /** Rejects with the reason when the current run ends. */
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
  const tally = new StreamTally()
  let run = await launch(options, tally)
  return {
    figures: tally,
    get ended() {
      return run.ended
    },
    caughtUp: (time, posts) => tally.caughtUp(time, posts),
    start: async () => {
      run = await launch(options, tally)
    },
    stop: () => stop(run.group),
    kill: async () => {
      run.group.signal('SIGKILL')
      await run.group.exited
    },
  }
}

/** One run of the job, which has said that it is ready. */
interface Run {
  readonly group: GuardedProcess
  readonly ended: Promise<never>
}

async function launch(options: StreamJobOptions, tally: StreamTally): Promise<Run> {
  const group = spawnJob(options)
  const ended = group.exited.then(({ code, signal }) => {
    const how = code ?? signal
    throw new Error(`The stream job ended with ${how}; its log says why: ${options.logFile}`)
  })
  const stopLooking = followIdleLooks(options.metricsPort, (event) => tally.hear(event))
  // Whoever waits for the job hears of it.
  ended.catch(stopLooking)
  const ready = Promise.withResolvers<void>()
  for (const stdout of group.output) {
    createInterface({ input: stdout }).on('line', (line) => {
      // A JVM may add warnings of its own.
      if (!line.startsWith('{')) return
      const event = JSON.parse(line) as StreamEvent
      if (event.event === 'ready') ready.resolve()
      tally.hear(event)
    })
  }
  await Promise.race([ready.promise, ended])
  return { group, ended }
}

function spawnJob(options: StreamJobOptions): GuardedProcess {
  const { python, bucket, id, env, metricsPort, logFile } = options
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a')
  const job = ['-m', 'pinpipe', 'stream', '--bucket', bucket, '--id', id]
  const args = [...job, '--metrics-port', String(metricsPort)]
  const group = spawnGuarded({ file: python, args, env, cwd: ROOT }, 'pipe', log)
  closeSync(log)
  return group
}

/** A batch in work is finished first. */
const STOP_TIMEOUT_MS = 60_000

async function stop(group: GuardedProcess): Promise<void> {
  group.signal('SIGTERM')
  const late = setTimeout(() => group.signal('SIGKILL'), STOP_TIMEOUT_MS)
  await group.exited
  clearTimeout(late)
}
