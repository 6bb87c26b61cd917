import { kinds } from '@pinpipe/schema'
import type { StreamEvent } from './stream-tally.ts'

const LOOK_EVERY_MS = 1_000

/**
 * Tells every second when the stream job, which serves its metrics at `port`, last looked at a stream and found
 * nothing new: its own events tell the first such look only. @returns a function that ends it
 */
export function followIdleLooks(port: number, hear: (event: StreamEvent) => void): () => void {
  const look = async () => {
    const signal = AbortSignal.timeout(LOOK_EVERY_MS)
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`, { signal })
    for (const event of idleLooks(await metrics.text())) hear(event)
  }
  // A job that does not answer now is asked again.
  const timer = setInterval(() => {
    look().catch(() => {})
  }, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}

/** Of each kind the last look that found nothing new, by the job's metrics. */
export function idleLooks(metrics: string): StreamEvent[] {
  return kinds.flatMap((kind) => {
    const sample = `^pinpipe_stream_idle_look_timestamp_seconds\\{kind="${kind}"\\} (\\S+)$`
    const seconds = new RegExp(sample, 'm').exec(metrics)?.[1]
    if (seconds === undefined) return []
    return [{ event: 'idle', kind, at: new Date(Number(seconds) * 1_000).toISOString() }]
  })
}
