import { systemTiming } from '@pinpipe/delivery'
import type { AdminSource, Logger, Metrics, RunningService } from '@pinpipe/runtime'
import type { EmulatorConfig } from './config.ts'
import { emulate } from './emulate.ts'
import { EmulatorError } from './errors.ts'
import { createEvents, type Events } from './events.ts'
import { HttpTarget } from './http-target.ts'
import { kafkaRest } from './kafka-rest.ts'
import { kinesisProxy } from './kinesis-proxy.ts'
import { FileLedger, noLedger } from './ledger.ts'
import { MysqlRows } from './mysql-rows.ts'
import { Outcomes } from './outcomes.ts'
import { createProgress, type Progress } from './progress.ts'
import type { Protocol } from './protocol.ts'
import { type Report, summaryText } from './summary.ts'

/** Where the emulator writes: its result to `stdout`, all else to `stderr`. */
export interface EmulatorHost {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/** What `runService` takes. */
export interface EmulatorService {
  readonly admin: AdminSource
  readonly start: () => Promise<Omit<RunningService, keyof AdminSource>>
}

/** First waits are short, since a gateway that restarts is back within seconds. */
const BACKOFF = { baseMs: 100, capMs: 5000 }
const CLOSE_TIMEOUT_MS = 5000

/** Builds the emulator; nothing is opened or sent before `start`. */
export function emulatorService(config: EmulatorConfig, host: EmulatorHost): EmulatorService {
  const { logger, stderr } = host
  const progress = createProgress(config.EMULATOR_POSTS, {
    logger,
    format: config.LOG_FORMAT,
    stderr,
  })
  const events = createEvents(logger, host.metrics, (posts) => progress.update(posts))
  return {
    admin: { metrics: host.metrics, readiness: events.readiness },
    start: async () => startRun(config, host, events, progress),
  }
}

function startRun(
  config: EmulatorConfig,
  { stdout }: EmulatorHost,
  events: Events,
  progress: Progress,
): Omit<RunningService, keyof AdminSource> {
  const parts = openParts(config, events)
  const stop = new AbortController()
  let ended = false
  progress.start()
  const finished = emulate({ ...parts, events, asked: asked(config), signal: stop.signal })
    .finally(() => {
      ended = true
      progress.stop()
    })
    .then((report) => conclude(report, config.EMULATOR_JSON, stdout))
  const stopPosts = async () => {
    if (ended) return
    stop.abort(new EmulatorError('STOPPED', 'A signal stopped the run before its end'))
    await finished
  }
  const closeParts = async () => {
    parts.ledger.close()
    await Promise.all([parts.target.close(), parts.source.close()])
  }
  return {
    finished,
    shutdown: [
      { name: 'posts', run: stopPosts, timeoutMs: config.EMULATOR_REQUEST_TIMEOUT * 1000 + 1000 },
      { name: 'clients', run: closeParts, timeoutMs: CLOSE_TIMEOUT_MS },
    ],
  }
}

function openParts(config: EmulatorConfig, events: Events) {
  const ledger = config.EMULATOR_LEDGER ? new FileLedger(config.EMULATOR_LEDGER) : noLedger
  return {
    ledger,
    outcomes: new Outcomes(ledger, events),
    source: new MysqlRows({
      host: config.MYSQL_HOST,
      port: config.MYSQL_PORT,
      user: config.MYSQL_USER,
      password: config.MYSQL_PASSWORD,
      database: config.MYSQL_DATABASE,
    }),
    target: new HttpTarget(
      {
        url: config.EMULATOR_URL,
        stage: config.EMULATOR_STAGE,
        timeoutMs: config.EMULATOR_REQUEST_TIMEOUT * 1000,
      },
      protocolOf(config),
      events.request,
    ),
    policy: { ...BACKOFF, forMs: config.EMULATOR_RETRY_FOR * 1000 },
    timing: systemTiming,
  }
}

function protocolOf({
  EMULATOR_TARGET: target,
  EMULATOR_PARTITION_KEY: key,
  PIPELINE_ID: id,
}: EmulatorConfig): Protocol {
  return target === 'kafka' ? kafkaRest(id) : kinesisProxy(id, key ? () => key : String)
}

const asked = ({ EMULATOR_POSTS, EMULATOR_RATE, EMULATOR_SEED }: EmulatorConfig) => ({
  posts: EMULATOR_POSTS,
  rate: EMULATOR_RATE,
  seed: EMULATOR_SEED,
})

/** Prints the result. A run that a signal stopped and that lost nothing has ended well. */
function conclude({ summary, failure }: Report, json: boolean, stdout: NodeJS.WriteStream): void {
  const error = failure instanceof Error ? failure.message : null
  const text = json ? JSON.stringify({ ...summary, error }) : summaryText(summary)
  stdout.write(`${text}\n`)
  const stopped = failure instanceof EmulatorError && failure.code === 'STOPPED'
  if (failure !== undefined && !(stopped && summary.failed === 0)) throw failure
}
