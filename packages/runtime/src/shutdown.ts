import type { Logger } from './logger.ts'

/** One step of the way down: the steps run in order, each within its own time limit. */
export interface ShutdownStep {
  readonly name: string
  readonly run: () => Promise<void>
  /** Milliseconds after which the next step starts all the same. Default 30,000. */
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 30_000

/**
 * Runs every step in order, whatever the earlier ones did.
 * @returns the errors met, time-outs included; empty after a clean shutdown.
 */
export async function runShutdown(
  steps: readonly ShutdownStep[],
  logger: Logger,
): Promise<readonly unknown[]> {
  const errors: unknown[] = []
  for (const step of steps) {
    try {
      await withTimeout(step)
    } catch (error) {
      errors.push(error)
      logger.error({ err: error, step: step.name }, 'Shutdown step failed')
    }
  }
  return errors
}

async function withTimeout({ name, run, timeoutMs = DEFAULT_TIMEOUT_MS }: ShutdownStep) {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`${name} did not end within ${timeoutMs} ms`)),
    timeoutMs,
  )
  try {
    await Promise.race([run(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
