import { relayed } from '../system/relayed.ts'
import type { StreamFigures } from '../system/stream-tally.ts'
import type { System } from '../system/system.ts'

const LINE_EVERY_MS = 5_000
const LOOK_EVERY_MS = 1_000
/** Longest time without a new record before the wait for the last ones gives up, as the wait for landing's. */
const STALLED_AFTER_MS = 120_000

/** Does `work`, with a line about the stream on standard error every 5 s. @throws {Error} when the stream job ends */
export async function whileStreaming<T>(
  { components: { stream } }: System,
  work: () => Promise<T>,
): Promise<T> {
  if (stream === undefined) return work()
  const line = () => process.stderr.write(`  Stream: ${streamText(stream.figures)}\n`)
  const timer = setInterval(line, LINE_EVERY_MS)
  try {
    return await Promise.race([work(), stream.ended])
  } finally {
    clearInterval(timer)
  }
}

/**
 * Waits until all that is in the streams now, and in the topics that feed them, is in the tables.
 * @throws {Error} when the stream job ends, or no record comes for two minutes; the signal's reason when it was aborted
 */
export async function catchUp(
  { components: { stream, producer }, addresses, jobs: { signal }, paths }: System,
  posts: number,
  progress: (text: string) => void,
): Promise<void> {
  if (stream === undefined) return
  if (producer !== undefined) await relayed(addresses.producerMetrics, signal)
  const stopped = Promise.withResolvers<never>()
  const abort = () => stopped.reject(signal.reason)
  signal.addEventListener('abort', abort)
  let seen = { records: -1, at: performance.now() }
  const timer = setInterval(() => {
    const { records } = stream.figures
    progress(streamText(stream.figures))
    if (records !== seen.records) seen = { records, at: performance.now() }
    if (performance.now() - seen.at < STALLED_AFTER_MS) return
    const missing = `${records} of ${3 * posts} records have come out of the streams`
    stopped.reject(
      new Error(`${missing}, and none for ${STALLED_AFTER_MS / 1000} s. See ${paths.logs}`),
    )
  }, LOOK_EVERY_MS)
  try {
    await Promise.race([stream.caughtUp(new Date(), posts), stream.ended, stopped.promise])
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', abort)
  }
}

/** `1200 records in, 1151 rows out, latency p50 1.2 s, p95 2.3 s`. */
export function streamText({ records, rows, p50, p95 }: StreamFigures): string {
  const counts = `${records} records in, ${rows} rows out`
  if (p50 === null || p95 === null) return counts
  return `${counts}, latency p50 ${seconds(p50)}, p95 ${seconds(p95)}`
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
