import {
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3'

/** A bucket that an environment of Amazon MWAA can take its files from. */
export interface CheckedBucket {
  /** The environment has to be in it too. */
  readonly region: string
}

/**
 * An environment's bucket must keep versions and block all public access.
 * https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-s3-bucket.html
 * @throws {Error} that says what to run, where the bucket is not so
 */
export async function checkBucket(s3: S3Client, bucket: string): Promise<CheckedBucket> {
  const { BucketRegion } = await s3
    .send(new HeadBucketCommand({ Bucket: bucket }))
    .catch((error) => {
      throw new Error(`The bucket ${bucket} cannot be reached: ${reasonOf(error)}`, {
        cause: error,
      })
    })
  const problems = [
    ...(await versioningProblems(s3, bucket)),
    ...(await publicProblems(s3, bucket)),
  ]
  if (problems.length > 0) throw new Error(`Amazon MWAA does not take it:\n${problems.join('\n')}`)
  return { region: BucketRegion ?? (await s3.config.region()) }
}

/** An answer to HEAD has no body that would say more than its status. */
function reasonOf(error: unknown): string {
  const { name, message, $metadata } = error as S3ServiceException
  if ($metadata?.httpStatusCode === 403) return "no access to it, or it is another account's"
  return name === 'NotFound' ? 'there is none of that name' : `${name}: ${message}`
}

async function versioningProblems(s3: S3Client, bucket: string): Promise<string[]> {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))
  if (Status === 'Enabled') return []
  return [
    `${bucket} keeps no versions. Run: aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
  ]
}

const BLOCKED = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const

async function publicProblems(s3: S3Client, bucket: string): Promise<string[]> {
  const block = await s3
    .send(new GetPublicAccessBlockCommand({ Bucket: bucket }))
    .catch((error) => {
      if (error.name === 'NoSuchPublicAccessBlockConfiguration') return undefined
      throw error
    })
  const blocked = block?.PublicAccessBlockConfiguration
  if (BLOCKED.every((way) => blocked?.[way])) return []
  const all = BLOCKED.map((way) => `${way}=true`).join(',')
  return [
    `${bucket} may be public. Run: aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration ${all}`,
  ]
}
