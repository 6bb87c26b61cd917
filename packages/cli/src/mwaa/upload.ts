import { createHash } from 'node:crypto'
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { SetFile } from './upload-set.ts'

/** What became of an object of the bucket, and its version where it is there. */
export interface Uploaded {
  readonly key: string
  readonly outcome: 'uploaded' | 'unchanged' | 'removed'
  readonly version?: string
}

/** Below it all objects are of this set; other DAGs of the environment stand beside it. */
const OWN = 'dags/pinpipe_dags/'

/** Brings the bucket to the state of `set`: puts what has changed, and removes what is no more in its own folder. */
export async function upload(
  s3: S3Client,
  bucket: string,
  set: readonly SetFile[],
): Promise<Uploaded[]> {
  const done: Uploaded[] = []
  for (const file of set) done.push(await putWhereChanged(s3, bucket, file))
  const keys = new Set(set.map(({ key }) => key))
  for (const key of await keysBelow(s3, bucket, OWN)) {
    if (keys.has(key)) continue
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    done.push({ key, outcome: 'removed' })
  }
  return done
}

/** The ETag of an encrypted object is no hash of its bytes, so the hash is kept beside it. */
async function putWhereChanged(
  s3: S3Client,
  bucket: string,
  { key, bytes }: SetFile,
): Promise<Uploaded> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const object = { Bucket: bucket, Key: key }
  const there = await s3.send(new HeadObjectCommand(object)).catch((error) => {
    if (error instanceof NotFound) return undefined
    throw error
  })
  if (there?.Metadata?.sha256 === sha256) return result(key, 'unchanged', there.VersionId)
  const put = new PutObjectCommand({ ...object, Body: bytes, Metadata: { sha256 } })
  return result(key, 'uploaded', (await s3.send(put)).VersionId)
}

function result(key: string, outcome: Uploaded['outcome'], version?: string): Uploaded {
  return { key, outcome, ...(version !== undefined && { version }) }
}

async function keysBelow(s3: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const page of paginateListObjectsV2(
    { client: s3 },
    { Bucket: bucket, Prefix: prefix },
  )) {
    for (const { Key = '' } of page.Contents ?? []) keys.push(Key)
  }
  return keys
}
