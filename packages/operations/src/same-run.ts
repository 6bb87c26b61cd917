import { HeadBucketCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { openKafka } from '@pinpipe/kafka'
import { CodedError, type Logger } from '@pinpipe/runtime'
import { bucketName, kinds, topicName } from '@pinpipe/schema'
import type { OperationsSettings } from './config.ts'

/** Kafka and the bucket hold states that do not belong together. */
export class StateError extends CodedError<'STATES_APART'> {}

/** What is there before anything is made. */
export interface Present {
  readonly bucket: boolean
  /** Of the three topics together; 0 where they do not exist. */
  readonly records: number
  /** Whether an object of the three topics lies in the bucket. */
  readonly objects: boolean
}

/**
 * Refuses to go on when one of the two has lost what the other still has: LocalStack keeps nothing over a
 * stop, and a broker's container that was made anew is empty. Counts would tie with half of the records.
 * @throws {StateError} STATES_APART
 */
export function assertSameRun({ bucket, records, objects }: Present): void {
  const lost =
    records > 0 && !bucket
      ? `Kafka holds ${records} records, but the bucket is gone`
      : records === 0 && objects
        ? 'The bucket holds objects, but Kafka has no records'
        : undefined
  if (lost === undefined) return
  throw new StateError(
    'STATES_APART',
    `${lost}: one of them was stopped or made anew without the other. Start both empty: \`docker compose down\`, then \`docker compose up\`.`,
  )
}

/** Looks at the pipeline's topics and bucket. @throws {KafkaError} or S3's own error */
export async function present(
  settings: OperationsSettings,
  s3: S3Client,
  logger: Logger,
): Promise<Present> {
  const [records, bucket] = await Promise.all([
    countRecords(settings, logger),
    bucketExists(s3, bucketName(settings.PIPELINE_ID)),
  ])
  return { bucket, records, objects: bucket && (await hasObjects(s3, settings.PIPELINE_ID)) }
}

async function countRecords(settings: OperationsSettings, logger: Logger): Promise<number> {
  const kafka = openKafka(settings, { clientId: 'pinpipe-provision', logger })
  try {
    const existing = new Set(await kafka.cluster.topicNames())
    const topics = kinds
      .map((kind) => topicName(settings.PIPELINE_ID, kind))
      .filter((topic) => existing.has(topic))
    const ends = topics.map(async (topic) => {
      const { partitions } = await kafka.cluster.topic(topic)
      return partitions.map(async ({ partition }) => {
        const { end } = await kafka.cluster.offsets(topic, partition)
        return end
      })
    })
    const counts = await Promise.all((await Promise.all(ends)).flat())
    return counts.reduce((sum, end) => sum + end, 0)
  } finally {
    await kafka.close()
  }
}

/** Whether a bucket exists that these credentials may see. */
export async function bucketExists(s3: S3Client, Bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }))
    return true
  } catch (error) {
    if ((error as { name?: string }).name === 'NotFound') return false
    throw error
  }
}

async function hasObjects(s3: S3Client, id: string): Promise<boolean> {
  const counts = kinds.map(async (kind) => {
    const Prefix = `topics/${topicName(id, kind)}/`
    const query = new ListObjectsV2Command({ Bucket: bucketName(id), Prefix, MaxKeys: 1 })
    const { KeyCount = 0 } = await s3.send(query)
    return KeyCount
  })
  return (await Promise.all(counts)).some((count) => count > 0)
}
