import { setTimeout as sleep } from 'node:timers/promises'
import { StackError } from './errors.ts'

/** How long and how often a condition is tried; `what` completes "waited for …". */
export interface WaitOptions {
  readonly what: string
  /** Default 30,000. */
  readonly timeoutMs?: number
  /** Default 100. */
  readonly everyMs?: number
}

/**
 * Tries `condition` until it gives a truthy value; a throw counts as "not yet".
 * @returns that value
 * @throws {StackError} WAIT_TIMED_OUT with the condition's last error as its cause
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { what, timeoutMs = 30_000, everyMs = 100 }: WaitOptions,
): Promise<Exclude<Awaited<T>, null | undefined | false | 0 | ''>> {
  const end = performance.now() + timeoutMs
  let cause: unknown
  do {
    try {
      const value = await condition()
      if (value) return value as Exclude<Awaited<T>, null | undefined | false | 0 | ''>
    } catch (error) {
      cause = error
    }
    await sleep(everyMs)
  } while (performance.now() < end)
  const last = cause === undefined ? '' : `; last error: ${String(cause)}`
  throw new StackError('WAIT_TIMED_OUT', `Waited ${timeoutMs} ms for ${what}${last}`, { cause })
}
