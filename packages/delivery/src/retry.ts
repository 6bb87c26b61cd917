import { type Backoff, fullJitter } from './backoff.ts'

/** Time and chance, as arguments: a test passes its own. */
export interface Timing {
  /** Milliseconds; only differences count. */
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** From [0, 1). */
  random(): number
}

/** What to do after a failed attempt: `afterMs` is the least wait that the other side asked for. */
export type RetryDecision =
  | { readonly retry: false }
  | { readonly retry: true; readonly afterMs?: number }

/** When to stop trying, and how to wait between attempts. */
export interface RetryPolicy extends Backoff {
  /** Milliseconds from the first attempt after which no further one starts. */
  readonly forMs: number
}

/** What `withRetry` needs besides the operation. */
export interface RetryOptions {
  readonly policy: RetryPolicy
  readonly decide: (error: unknown) => RetryDecision
  readonly timing?: Timing
  readonly signal?: AbortSignal
  /** Told before each wait. */
  readonly onRetry?: (error: unknown, retry: number, waitMs: number) => void
}

/**
 * Runs `operation` until it succeeds, `decide` says no, the time is up or the signal aborts.
 * @throws the last error of the operation, or the signal's reason.
 */
export async function withRetry<T>(
  operation: (attempt: number) => Promise<T>,
  { policy, decide, timing = systemTiming, signal, onRetry }: RetryOptions,
): Promise<T> {
  const end = timing.now() + policy.forMs
  for (let retry = 0; ; retry++) {
    signal?.throwIfAborted()
    try {
      return await operation(retry)
    } catch (error) {
      const decision = decide(error)
      if (!decision.retry) throw error
      const leftMs = end - timing.now()
      const { afterMs = 0 } = decision
      if (leftMs <= 0 || afterMs > leftMs) throw error
      const jitterMs = fullJitter(retry, policy, timing.random)
      const waitMs = Math.min(Math.max(jitterMs, afterMs), leftMs)
      onRetry?.(error, retry, waitMs)
      await timing.sleep(waitMs, signal)
    }
  }
}

/** The machine's own clock, timers and chance; the clock is monotonic, so a clock jump changes nothing. */
export const systemTiming: Timing = {
  now: () => performance.now(),
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const abort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }, ms)
      if (signal?.aborted) abort()
      else signal?.addEventListener('abort', abort, { once: true })
    }),
}
