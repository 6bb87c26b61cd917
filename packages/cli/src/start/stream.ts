import type { StreamFigures } from '../system/stream-tally.ts'
import type { System } from '../system/system.ts'

const LINE_EVERY_MS = 5_000

/** Does `work`, with a line about the stream on standard error every 5 s, where a stream runs. */
export async function whileStreaming<T>(
  { components: { stream } }: System,
  work: () => Promise<T>,
): Promise<T> {
  if (stream === undefined) return work()
  const line = () => process.stderr.write(`  Stream: ${streamText(stream.figures)}\n`)
  const timer = setInterval(line, LINE_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

/** Waits until all that is in the streams now is in the tables. @throws {Error} when the job has ended */
export async function catchUp(
  { components: { stream }, jobs: { signal } }: System,
  posts: number,
  progress: (text: string) => void,
): Promise<void> {
  if (stream === undefined) return
  const timer = setInterval(() => progress(streamText(stream.figures)), 1_000)
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  try {
    await Promise.race([stream.caughtUp(new Date(), posts), aborted])
  } finally {
    clearInterval(timer)
  }
}

/** `1200 records in, 1151 rows out, latency p50 1.2 s, p95 2.3 s`. */
export function streamText({ records, rows, p50, p95 }: StreamFigures): string {
  const counts = `${records} records in, ${rows} rows out`
  if (p50 === null || p95 === null) return counts
  return `${counts}, latency p50 ${seconds(p50)}, p95 ${seconds(p95)}`
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
