import { setTimeout as sleep } from 'node:timers/promises'
import { HeadObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import { bucketName, kinds, topicName } from '@pinpipe/schema'
import type { OperationsSettings } from './config.ts'
import { s3Client } from './s3.ts'

/** What has to reach the bucket: every topic's end offsets, by partition. */
export type EndOffsets = ReadonlyMap<string, readonly number[]>

/** How a wait is heard of and ended. */
export interface LandingOptions {
  /** Hears of records in the bucket, and of all that are to reach it, whenever the former changes. */
  readonly onProgress: (done: number, all: number) => void
  readonly signal?: AbortSignal
}

const POLL_MS = 250

/**
 * Waits until everything that is in Kafka now lies in the bucket.
 * @returns the number of records
 * @throws {Error} that names what is missing, when no new object has come for LANDING_STALL_SECONDS
 */
export async function landed(
  settings: OperationsSettings,
  options: LandingOptions,
): Promise<number> {
  const topics = kinds.map((kind) => topicName(settings.PIPELINE_ID, kind))
  const ends = await endOffsets(settings.GATEWAY_URL, topics)
  const s3 = s3Client(settings)
  try {
    const bucket = landedOffsets(s3, bucketName(settings.PIPELINE_ID))
    const stallMs = settings.LANDING_STALL_SECONDS * 1000
    return await waitUntilLanded(bucket, ends, { ...options, stallMs })
  } finally {
    s3.destroy()
  }
}

/** Asks the gateway (Kafka REST v2) for the end offset of each partition of `topics`. */
async function endOffsets(gateway: string, topics: readonly string[]): Promise<EndOffsets> {
  const ends = topics.map(async (topic) => {
    const partitions = await getJson<readonly { partition: number }[]>(
      `${gateway}/topics/${topic}/partitions`,
    )
    const offsets = partitions.map(({ partition }) =>
      getJson<{ end_offset: number }>(`${gateway}/topics/${topic}/partitions/${partition}/offsets`),
    )
    return [topic, (await Promise.all(offsets)).map(({ end_offset }) => end_offset)] as const
  })
  return new Map(await Promise.all(ends))
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

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
    const nexts = wanted.map((one) => bucket.next(one.topic, one.partition))
    try {
      const done = (await Promise.all(nexts)).reduce(
        (sum, next, at) => sum + Math.min(next, wanted[at]?.end ?? 0),
        0,
      )
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

function stalled(missing: number, all: number, stallMs: number, cause: unknown): Error {
  const why =
    cause instanceof Error ? `S3 does not answer: ${cause.message}` : "Look at the S3 sink's log."
  return new Error(
    `${missing} of ${all} records have not reached S3, and no new object came for ${stallMs / 1000} s. ${why}`,
    { cause },
  )
}

/** How far a partition has landed, as the bucket's own objects say. */
export interface LandedOffsets {
  /** The offset after the last one that lies in the bucket; 0 when nothing does. */
  next(topic: string, partition: number): Promise<number>
}

/** Reads the keys below `topics/` and the `next-offset` that the sink wrote beside the last object. */
function landedOffsets(s3: S3Client, bucket: string): LandedOffsets {
  const settled = new Map<string, { readonly key: string; readonly next: number }>()
  return {
    async next(topic, partition) {
      const prefix = `topics/${topic}/partition=${partition}/`
      const last = settled.get(prefix)
      const key = await lastKey(s3, bucket, prefix, last?.key)
      if (key === undefined) return last?.next ?? 0
      const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
      const next = Number(Metadata?.['next-offset'] ?? 0)
      settled.set(prefix, { key, next })
      return next
    },
  }
}

/** Keys carry zero-padded start offsets, so the last key in order is the last object. */
async function lastKey(s3: S3Client, bucket: string, prefix: string, after: string | undefined) {
  let last: string | undefined
  const query = { Bucket: bucket, Prefix: prefix, ...(after && { StartAfter: after }) }
  for await (const page of paginateListObjectsV2({ client: s3 }, query)) {
    last = page.Contents?.at(-1)?.Key ?? last
  }
  return last
}
