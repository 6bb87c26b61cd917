import { setTimeout as sleep } from 'node:timers/promises'
import { HeadObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import { kinds, topicName } from '@pinpipe/schema'
import type { System } from './system.ts'

/** What has to reach the bucket: every topic's end offsets, by partition. */
export type EndOffsets = ReadonlyMap<string, readonly number[]>

const POLL_MS = 250
/** The longest time without a new object in S3 before the wait gives up. */
const STALL_MS = 120_000

/** Waits until everything that is in Kafka now lies in the bucket. */
export async function land(
  { id, addresses, s3 }: Pick<System, 'id' | 'addresses' | 's3'>,
  signal: AbortSignal,
  progress: (text: string) => void,
): Promise<void> {
  const topics = kinds.map((kind) => topicName(id, kind))
  const ends = await endOffsets(addresses.gateway, topics)
  await waitUntilLanded(landedOffsets(s3, addresses.bucket), ends, {
    stallMs: STALL_MS,
    signal,
    onProgress: (done, all) => progress(`${done} of ${all} records`),
  })
}

/** Asks the gateway (Kafka REST v2) for the end offset of each partition of `topics`. */
export async function endOffsets(gateway: string, topics: readonly string[]): Promise<EndOffsets> {
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
 * Waits until the objects of every partition reach its end offset.
 * @param stallMs the longest time without a new object before it gives up
 * @throws {Error} that names what is missing
 */
export async function waitUntilLanded(
  bucket: LandedOffsets,
  ends: EndOffsets,
  options: {
    stallMs: number
    signal: AbortSignal
    onProgress: (done: number, all: number) => void
  },
): Promise<void> {
  const wanted = [...ends].flatMap(([topic, partitions]) =>
    partitions.map((end, partition) => ({ topic, partition, end })),
  )
  const all = wanted.reduce((sum, { end }) => sum + end, 0)
  let best = -1
  let bestAt = performance.now()
  for (;;) {
    const nexts = await Promise.all(wanted.map((one) => bucket.next(one.topic, one.partition)))
    const done = nexts.reduce((sum, next) => sum + next, 0)
    options.onProgress(done, all)
    if (done >= all) return
    if (done > best) [best, bestAt] = [done, performance.now()]
    if (performance.now() - bestAt > options.stallMs) {
      throw new Error(
        `${all - done} of ${all} records have not reached S3, and no new object came for ${options.stallMs / 1000} s. Look at the S3 sink's log.`,
      )
    }
    await sleep(POLL_MS, undefined, { signal: options.signal })
  }
}

/** How far a partition has landed, as the bucket's own objects say. */
export interface LandedOffsets {
  /** The offset after the last one that lies in the bucket; 0 when nothing does. */
  next(topic: string, partition: number): Promise<number>
}

/** Reads the keys below `topics/` and the `next-offset` that the sink wrote beside the last object. */
export function landedOffsets(s3: S3Client, bucket: string): LandedOffsets {
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
