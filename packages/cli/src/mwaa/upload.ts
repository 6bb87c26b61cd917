import { createHash } from 'node:crypto'
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import { type SetFile, VERSIONED } from './upload-set.ts'

/** What became of an object of the bucket, and its version where it is there. */
export interface Uploaded {
  readonly key: string
  readonly outcome: 'uploaded' | 'unchanged' | 'removed'
  readonly version?: string
}

/** Below it all objects are of this set; other DAGs of the environment stand beside it. */
const OWN = 'dags/pinpipe_dags/'

/** A file of the set, and the object that the bucket has in its place. */
interface Planned extends SetFile {
  readonly there: HeadObjectCommandOutput | undefined
}

/**
 * Brings the bucket to the state of `set`: puts what has changed, and removes what is no more in its own folder.
 * @param replace also plugins, requirements and startup script that something else has put there
 * @throws {Error} where there are such and `replace` is false; nothing is changed then
 */
export async function upload(
  s3: S3Client,
  bucket: string,
  set: readonly SetFile[],
  { replace }: { readonly replace: boolean },
): Promise<Uploaded[]> {
  const files = await Promise.all(
    set.map(async (file) => ({ ...file, there: await head(s3, bucket, file.key) })),
  )
  if (!replace) refuseOthers(bucket, files)
  const done: Uploaded[] = []
  for (const file of files) done.push(await putWhereChanged(s3, bucket, file))
  return [...done, ...(await removeGone(s3, bucket, new Set(set.map(({ key }) => key))))]
}

async function head(s3: S3Client, Bucket: string, Key: string) {
  return s3.send(new HeadObjectCommand({ Bucket, Key })).catch((error) => {
    if (error instanceof NotFound) return undefined
    throw error
  })
}

/** An environment has one of each for all its DAGs. What `upload` has put there bears a hash. */
function refuseOthers(bucket: string, files: readonly Planned[]): void {
  const others = files.filter(
    ({ key, there }) => key in VERSIONED && there && there.Metadata?.sha256 === undefined,
  )
  if (others.length === 0) return
  throw new Error(
    `${bucket} has ${others.map(({ key }) => key).join(', ')} of other making, which its other DAGs may need. ` +
      'Give another bucket, or --replace where they are not needed: the bucket keeps the old versions',
  )
}

async function removeGone(
  s3: S3Client,
  bucket: string,
  keys: ReadonlySet<string>,
): Promise<Uploaded[]> {
  const done: Uploaded[] = []
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
  { key, bytes, there }: Planned,
): Promise<Uploaded> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (there?.Metadata?.sha256 === sha256) return result(key, 'unchanged', there.VersionId)
  const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, Metadata: { sha256 } })
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
