import { CreateBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { type Dataset, generateDataset, type Post } from '@pinpipe/dataset'
import { bucketName, type Kind, kinds, topicName } from '@pinpipe/schema'

/** An object as the sink would have put it. */
export interface LandedObject {
  readonly key: string
  readonly body: string
}

/** Lines in an object: the flush.size of the configuration that `npm start` uses. */
export const ROWS_PER_OBJECT = 1000
/** PUTs under way at a time. */
export const PARALLEL_PUTS = 8

/** A dataset as objects in the sink's layout, one partition a topic; made one at a time. */
export function* landedObjects(dataset: Dataset, id: string): Generator<LandedObject> {
  let posts: Post[] = []
  for (const post of dataset.posts()) {
    posts.push(post)
    if (posts.length < ROWS_PER_OBJECT && post.row < dataset.rows - 1) continue
    for (const kind of kinds) yield landedObject(kind, posts, id)
    posts = []
  }
}

function landedObject(kind: Kind, posts: readonly Post[], id: string): LandedObject {
  const topic = topicName(id, kind)
  const start = String(posts[0]?.row).padStart(10, '0')
  return {
    key: `topics/${topic}/partition=0/${topic}+0+${start}.json`,
    body: posts.map(({ wire }) => `${JSON.stringify(wire[kind])}\n`).join(''),
  }
}

/** Where a dataset of `rows` rows a table is to land. */
export interface BulkTarget {
  readonly s3: S3Client
  readonly id: string
  readonly rows: number
  readonly signal: AbortSignal
}

/** How much was put. */
export interface BulkResult {
  readonly objects: number
  readonly bytes: number
}

/** Makes the bucket of `id` and puts the dataset into it, several objects at a time. */
export async function putDataset(
  { s3, id, rows, signal }: BulkTarget,
  progress: (text: string) => void,
): Promise<BulkResult> {
  const Bucket = bucketName(id)
  await s3.send(new CreateBucketCommand({ Bucket }))
  const objects = landedObjects(generateDataset({ rows }), id)
  let [done, bytes] = [0, 0]
  const all = Math.ceil(rows / ROWS_PER_OBJECT) * kinds.length
  // the workers share one generator, so that each object is made when a worker is free
  const worker = async () => {
    for (const { key, body } of objects) {
      signal.throwIfAborted()
      const Body = Buffer.from(body)
      await s3.send(new PutObjectCommand({ Bucket, Key: key, Body }))
      done += 1
      bytes += Body.length
      progress(`${done} of ${all} objects`)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL_PUTS }, worker))
  return { objects: done, bytes }
}
