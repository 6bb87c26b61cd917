import {
  type BucketLocationConstraint as BucketLocation,
  CreateBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { databaseConnection, generateDataset, loadDataset } from '@pinpipe/dataset'
import { createTopics } from '@pinpipe/kafka'
import { createClient, createStreams } from '@pinpipe/kinesis'
import type { Logger } from '@pinpipe/runtime'
import { bucketName, deadLetterTopic, kinds, streamName, topicName } from '@pinpipe/schema'
import type { OperationsSettings } from './config.ts'
import { s3Client } from './s3.ts'
import { assertSameRun, bucketExists, present } from './same-run.ts'

/** What was made; empty where it was all there. */
export interface Provisioned {
  readonly topics: readonly string[]
  readonly buckets: readonly string[]
  readonly streams: readonly string[]
  /** Sets of source tables that were loaded. */
  readonly tables: readonly string[]
}

/** Whom a provisioning tells. */
export interface ProvisionListener {
  readonly logger: Logger
  /** Hears the rows a table that are loaded. */
  readonly onRows?: (rows: number) => void
}

/**
 * Makes a pipeline's topics, bucket, streams (where they have shards) and source tables where they are missing; what exists is left as it is.
 * @throws {StateError} when Kafka and the bucket are of different runs; {KafkaError | KinesisError | DatasetError} or S3's own error
 */
export async function provision(
  settings: OperationsSettings,
  listener: ProvisionListener,
): Promise<Provisioned> {
  const s3 = s3Client(settings)
  try {
    assertSameRun(await present(settings, s3, listener.logger))
    const [topics, buckets, streams, tables] = await Promise.all([
      provisionTopics(settings, listener),
      provisionBucket(settings, s3),
      provisionStreams(settings),
      provisionTables(settings, listener),
    ])
    return { topics, buckets, streams, tables }
  } finally {
    s3.destroy()
  }
}

function provisionTopics(
  settings: OperationsSettings,
  { logger }: ProvisionListener,
): Promise<string[]> {
  const { PIPELINE_ID: id, TOPIC_PARTITIONS: partitions } = settings
  return createTopics(settings, { clientId: 'pinpipe-provision', logger }, [
    ...kinds.map((kind) => ({ topic: topicName(id, kind), partitions })),
    { topic: deadLetterTopic(id), partitions: 1, configs: DEAD_LETTER_CONFIGS },
  ])
}

/** Twice the broker's default: a dead letter is a record of any size with headers that say what was wrong. */
const DEAD_LETTER_CONFIGS = { 'max.message.bytes': String(2 * 1024 * 1024) }

async function provisionBucket(settings: OperationsSettings, s3: S3Client): Promise<string[]> {
  const Bucket = bucketName(settings.PIPELINE_ID)
  if (await bucketExists(s3, Bucket)) return []
  await s3.send(new CreateBucketCommand({ Bucket, ...location(settings.AWS_REGION) }))
  return [Bucket]
}

/** S3 takes every region by its name but us-east-1, where none may be given. */
function location(region: string) {
  if (region === 'us-east-1') return {}
  return { CreateBucketConfiguration: { LocationConstraint: region as BucketLocation } }
}

async function provisionStreams(settings: OperationsSettings): Promise<string[]> {
  const { PIPELINE_ID: id, STREAM_SHARDS: shards, AWS_REGION: region } = settings
  if (shards === 0) return []
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = settings
  const client = createClient({
    region,
    endpoint,
    ...(AWS_ACCESS_KEY_ID &&
      AWS_SECRET_ACCESS_KEY && {
        credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
      }),
    requestTimeoutMs: FIRST_ANSWER_MS,
  })
  try {
    const names = kinds.map((kind) => streamName(id, kind))
    return await createStreams(client, names, shards)
  } finally {
    client.destroy()
  }
}

/** LocalStack fetches its Kinesis at the first request. */
const FIRST_ANSWER_MS = 120_000

async function provisionTables(
  settings: OperationsSettings,
  { onRows }: ProvisionListener,
): Promise<readonly string[]> {
  const { DATASET_ROWS: rows, DATASET_SEED: seed } = settings
  const dataset = generateDataset({ rows, seed })
  const progress = onRows && { onProgress: onRows }
  const { loaded } = await loadDataset(databaseConnection(settings), dataset, progress)
  return loaded
}
