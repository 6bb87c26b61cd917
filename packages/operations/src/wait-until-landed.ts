import { setTimeout as sleep } from 'node:timers/promises'

/** What has to reach the bucket: every topic's end offsets, by partition. */
export type EndOffsets = ReadonlyMap<string, readonly number[]>

/** How a wait is heard of and ended. */
export interface LandingOptions {
  /** Hears of records in the bucket, and of all that are to reach it, whenever the former changes. */
  readonly onProgress: (done: number, all: number) => void
  readonly signal?: AbortSignal
}

/** How far a partition has landed, as the bucket's own objects say. */
export interface LandedOffsets {
  /** The offset after the last one that lies in the bucket; 0 when nothing does. */
  next(topic: string, partition: number): Promise<number>
}

const POLL_MS = 250

/**
 * Waits until the objects of every partition reach its end offset. A bucket that does not answer is
 * asked again.
 * @param stallMs the longest time without a new object before it gives up
 * @returns the number of records
 * @throws {Error} that names what is missing
 */
export async function waitUntilLanded(
  bucket: LandedOffsets,
  ends: EndOffsets,
  { stallMs, signal, onProgress }: LandingOptions & { readonly stallMs: number },
): Promise<number> {
  const wanted = [...ends].flatMap(([topic, partitions]) =>
    partitions.map((end, partition) => ({ topic, partition, end })),
  )
  const all = wanted.reduce((sum, { end }) => sum + end, 0)
  let best = -1
  let bestAt = performance.now()
  let cause: unknown
  for (;;) {
    try {
      const done = await countLanded(bucket, wanted)
      cause = undefined
      if (done > best) {
        ;[best, bestAt] = [done, performance.now()]
        onProgress(done, all)
      }
      if (done >= all) return all
    } catch (error) {
      cause = error
    }
    if (performance.now() - bestAt > stallMs)
      throw stalled(all - Math.max(best, 0), all, stallMs, cause)
    await sleep(POLL_MS, undefined, signal && { signal })
  }
}

/** A partition and how far it is to land. */
interface Wanted {
  readonly topic: string
  readonly partition: number
  readonly end: number
}

/** Records below the wanted ends that lie in the bucket. */
async function countLanded(bucket: LandedOffsets, wanted: readonly Wanted[]): Promise<number> {
  const counts = wanted.map(async ({ topic, partition, end }) =>
    Math.min(await bucket.next(topic, partition), end),
  )
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

function stalled(missing: number, all: number, stallMs: number, cause: unknown): Error {
  const why =
    cause instanceof Error ? `S3 does not answer: ${cause.message}` : "Look at the S3 sink's log."
  return new Error(
    `${missing} of ${all} records have not reached S3, and no new object came for ${stallMs / 1000} s. ${why}`,
    { cause },
  )
}
