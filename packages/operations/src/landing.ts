import { HeadObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import { bucketName, kinds, topicName } from '@pinpipe/schema'
import type { OperationsSettings } from './config.ts'
import { s3Client } from './s3.ts'
import {
  type EndOffsets,
  type LandedOffsets,
  type LandingOptions,
  waitUntilLanded,
} from './wait-until-landed.ts'

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
