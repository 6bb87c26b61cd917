import { kinds } from '@pinpipe/schema'
import { waitFor } from '@pinpipe/stack'

/** Longest time in which no fewer records wait, as the wait for landing's. */
const STALLED_AFTER_MS = 120_000

/**
 * Waits until the Kinesis producer, which serves its metrics at `adminPort`, has put all that is in the
 * topics. @throws {StackError} WAIT_TIMED_OUT; the signal's reason when it was aborted
 */
export async function relayed(adminPort: number, signal: AbortSignal): Promise<void> {
  const fewerWait = async (than: number) => {
    if (signal.aborted) return { lag: 0 }
    const metrics = await fetch(`http://127.0.0.1:${adminPort}/metrics`, { signal })
    const lag = lagOf(await metrics.text())
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

/** Records that wait, of the producer's metrics; undefined while it has not seen every topic. */
export function lagOf(metrics: string): number | undefined {
  const lags = [...metrics.matchAll(/_lag_records\{[^}]*\} (\S+)$/gm)].map(([, lag]) => Number(lag))
  return lags.length < kinds.length ? undefined : lags.reduce((sum, lag) => sum + lag, 0)
}
