import { setTimeout as sleep } from 'node:timers/promises'
import { kinds } from '@pinpipe/schema'
import { samplesOf } from './metrics-text.ts'
import type { StreamEvent } from './stream-tally.ts'

const LOOK_EVERY_MS = 1_000
/** A job that is short of CPU answers late. */
const ANSWER_WITHIN_MS = 5_000

/**
 * Tells every second when the stream job, which serves its metrics at `port`, last looked at a stream and found
 * nothing new: its own events tell the first such look only. @returns a function that ends it
 */
export function followIdleLooks(port: number, hear: (event: StreamEvent) => void): () => void {
  const look = async () => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`, { signal })
    for (const event of idleLooks(await metrics.text())) hear(event)
  }
  const ended = new AbortController()
  const follow = async () => {
    while (!ended.signal.aborted) {
      // A job that does not answer now is asked again.
      await look().catch(() => {})
      await sleep(LOOK_EVERY_MS, undefined, { signal: ended.signal, ref: false }).catch(() => {})
    }
  }
  void follow()
  return () => ended.abort()
}

/** Of each kind the last look that found nothing new, by the job's metrics. */
export function idleLooks(metrics: string): StreamEvent[] {
  const looks = samplesOf(metrics, 'pinpipe_stream_idle_look_timestamp_seconds')
  return kinds.flatMap((kind) => {
    const look = looks.find(({ labels: { kind: looked } }) => looked === kind)
    return look ? [{ event: 'idle', kind, at: new Date(look.value * 1_000).toISOString() }] : []
  })
}
