import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { createTopics } from '@pinpipe/kafka'
import { createLogger } from '@pinpipe/runtime'
import { bucketName, deadLetterTopic, kinds, topicName } from '@pinpipe/schema'

/** How to reach S3 with path-style addresses. */
export interface S3Access {
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Where one pipeline is to live. */
export interface ProvisionOptions {
  /** 12 hex digits. */
  readonly id: string
  readonly kafka: { readonly bootstrapServers: string }
  readonly s3: S3Access
  /** Of each record topic; the dead letters have one. Default 1. */
  readonly partitions?: number
}

/** What was made; empty where it was all there. */
export interface Provisioned {
  readonly topics: readonly string[]
  readonly buckets: readonly string[]
}

/**
 * Makes the pipeline's topics and its bucket where they are missing; what exists is left as it is. The
 * source tables come from `@pinpipe/dataset`, whose loader is as idempotent.
 */
export async function provision(options: ProvisionOptions): Promise<Provisioned> {
  const [topics, buckets] = await Promise.all([provisionTopics(options), provisionBucket(options)])
  return { topics, buckets }
}

/** Makes the record topics and the dead-letter topic. @returns those that were missing */
export function provisionTopics({
  id,
  kafka,
  partitions = 1,
}: Omit<ProvisionOptions, 's3'>): Promise<string[]> {
  const settings = {
    KAFKA_BROKERS: kafka.bootstrapServers.split(','),
    KAFKA_SSL: false,
    KAFKA_SASL_USERNAME: '',
    KAFKA_SASL_PASSWORD: '',
  }
  const logger = createLogger({ name: 'provision', level: 'error', format: 'json' })
  return createTopics(settings, { clientId: 'pinpipe-provision', logger }, [
    ...kinds.map((kind) => ({ topic: topicName(id, kind), partitions })),
    { topic: deadLetterTopic(id), partitions: 1 },
  ])
}

/** Makes the bucket. @returns its name if it was missing */
export async function provisionBucket({
  id,
  s3,
}: Pick<ProvisionOptions, 'id' | 's3'>): Promise<string[]> {
  const { endpoint, region, accessKeyId, secretAccessKey } = s3
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  const Bucket = bucketName(id)
  try {
    if (await bucketExists(client, Bucket)) return []
    await client.send(new CreateBucketCommand({ Bucket }))
    return [Bucket]
  } finally {
    client.destroy()
  }
}

async function bucketExists(client: S3Client, Bucket: string): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }))
    return true
  } catch (error) {
    if ((error as { name?: string }).name === 'NotFound') return false
    throw error
  }
}
