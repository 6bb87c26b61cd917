import { type AdminSource, buildAdminApp } from './admin.ts'
import { ConfigError, logFormat } from './config.ts'
import { CodedError } from './errors.ts'
import { createLogger, isTextLog, type Logger } from './logger.ts'
import { runShutdown, type ShutdownStep } from './shutdown.ts'

/** A service that has been built: what the admin server shows, what runs, and how it ends. */
export interface RunningService extends AdminSource {
  /** Resolves when the service has ended by itself, rejects when it cannot go on. */
  readonly finished?: Promise<void>
  /** In order: stop the intake, drain, commit, close clients. */
  readonly shutdown: readonly ShutdownStep[]
}

/** Where a service runs; `process` is an argument so that a test can send it signals. */
export interface ServiceHost {
  readonly logger: Logger
  readonly admin: { readonly host: string; readonly port: number }
  readonly process: Pick<NodeJS.Process, 'on' | 'exit'>
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/**
 * Lives a service's life: the admin server first, so that liveness shows during a slow start, then
 * `start`; then it waits for a signal or for the service's own end, shuts down in order and exits:
 * 0 after a clean end, 1 after an error. A signal is heard while `start` still waits for a component;
 * a second one exits with 1 at once.
 */
export async function runService(
  host: ServiceHost,
  source: AdminSource,
  start: () => Promise<Omit<RunningService, keyof AdminSource>>,
): Promise<void> {
  const { logger } = host
  const ended = Promise.withResolvers<string>()
  let signals = 0
  for (const signal of SIGNALS) {
    host.process.on(signal, () => {
      signals += 1
      if (signals > 1) host.process.exit(1)
      ended.resolve(signal)
    })
  }
  const admin = buildAdminApp(source)
  const steps: ShutdownStep[] = [{ name: 'admin server', run: () => admin.close() }]
  let failed = false
  try {
    await admin.listen(host.admin)
    const run = start().then((service) => {
      steps.unshift(...service.shutdown)
      logger.info({ admin: host.admin.port }, 'Service started')
      return service.finished?.then(() => 'finished') ?? new Promise<never>(() => {})
    })
    const reason = await Promise.race([ended.promise, run])
    logger.info({ reason }, 'Service stopping')
  } catch (error) {
    failed = true
    logger.fatal({ err: error }, 'Service failed')
  }
  const errors = await runShutdown(steps, logger)
  host.process.exit(failed || errors.length > 0 ? 1 : 0)
}

/** Runs `main`; exits with 2 for settings that are not usable, with 1 for any other error, told as text. */
export function exitOnError(main: () => Promise<void>): Promise<void> {
  return exitAfter((error) => process.stderr.write(`${textOf(error)}\n`), main)
}

/** A process that logs: its name in the log, and the environment that says how. */
export interface LoggingProcess {
  readonly name: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * As `exitOnError`; the error is told in the format of the log (`LOG_FORMAT`), for it may have come
 * before there was a logger.
 */
export function exitOnLoggedError(
  { name, env }: LoggingProcess,
  main: () => Promise<void>,
): Promise<void> {
  const format = logFormat.safeParse(env.LOG_FORMAT).data ?? 'auto'
  if (isTextLog(format)) return exitOnError(main)
  const logger = createLogger({ name, level: 'fatal', format })
  return exitAfter((error) => logger.fatal({ err: error }, error.message), main)
}

async function exitAfter(tell: (error: Error) => void, main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    tell(error as Error)
    process.exit(error instanceof ConfigError ? 2 : 1)
  }
}

/** An error that is foreseen needs no stack; its causes say what the user can mend. */
function textOf(error: Error): string {
  if (error instanceof ConfigError) return error.message
  if (!(error instanceof CodedError)) return error.stack ?? error.message
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error.message}${cause}`
}
