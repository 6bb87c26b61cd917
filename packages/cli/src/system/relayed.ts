import { waitFor } from '@pinpipe/stack'
import { lagOf } from './producer-metrics.ts'

/** Longest time in which no fewer records wait, as the wait for landing's. */
const STALLED_AFTER_MS = 120_000
/** The producer's gauges are of its last tick, 1 s ago at most, and know what it fetched before that. */
const GAUGES_AGE_MS = 2_000

/**
 * Waits until the Kinesis producer, whose metrics are at `metricsUrl`, has put all that is in the topics
 * now. @throws {StackError} WAIT_TIMED_OUT; the signal's reason when it was aborted
 */
export async function relayed(metricsUrl: string, signal: AbortSignal): Promise<void> {
  const knownFrom = performance.now() + GAUGES_AGE_MS
  const fewerWait = async (than: number) => {
    if (signal.aborted) return { lag: 0 }
    const metrics = await fetch(metricsUrl, { signal })
    const lag = lagOf(await metrics.text())
    if (lag === 0 && performance.now() < knownFrom) return false
    return lag !== undefined && lag < than && { lag }
  }
  let waiting = Number.POSITIVE_INFINITY
  while (waiting > 0) {
    const what = `the Kinesis producer to put one of ${waiting} records`
    const found = await waitFor(() => fewerWait(waiting), { what, timeoutMs: STALLED_AFTER_MS })
    waiting = found.lag
  }
  signal.throwIfAborted()
}
