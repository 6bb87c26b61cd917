import { kinds } from '@pinpipe/schema'
import { waitFor } from '@pinpipe/stack'

/** As long as the wait for landing. */
const WITHIN_MS = 120_000

/**
 * Waits until the Kinesis producer, which serves its metrics at `adminPort`, has put all that is in the
 * topics. @throws {StackError} WAIT_TIMED_OUT; the signal's reason when it was aborted
 */
export async function relayed(adminPort: number, signal: AbortSignal): Promise<void> {
  const nothingWaits = async () => {
    if (signal.aborted) return true
    const metrics = await fetch(`http://127.0.0.1:${adminPort}/metrics`, { signal })
    return lagOf(await metrics.text()) === 0
  }
  await waitFor(nothingWaits, { what: 'the Kinesis producer', timeoutMs: WITHIN_MS })
  signal.throwIfAborted()
}

/** Records that wait, of the producer's metrics; undefined while it has not seen every topic. */
export function lagOf(metrics: string): number | undefined {
  const lags = [...metrics.matchAll(/_lag_records\{[^}]*\} (\S+)$/gm)].map(([, lag]) => Number(lag))
  return lags.length < kinds.length ? undefined : lags.reduce((sum, lag) => sum + lag, 0)
}
