import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { SinkError } from '../errors.ts'
import { readNotes, writeNotes } from './notes.ts'
import type { ObjectStore } from './store.ts'
import { translateStoreError } from './translate.ts'

/** Where the bucket is. */
export interface S3Settings {
  readonly bucket: string
  readonly region: string
  /** Another endpoint than AWS's own. */
  readonly endpoint?: string | undefined
  readonly pathStyle: boolean
  /** Without them the SDK's chain is asked. */
  readonly credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
}

const CONNECTION_TIMEOUT_MS = 3_000
const REQUEST_TIMEOUT_MS = 30_000
const CHECK_TIMEOUT_MS = 3_000

/** The bucket in S3. One attempt a call: the caller retries, so that every failure is counted. */
export function createS3Store(settings: S3Settings): ObjectStore & { close(): void } {
  const client = new S3Client(clientConfig(settings))
  const { bucket: Bucket } = settings
  return {
    create: async (Key, Body, notes) => {
      const put = { Bucket, Key, Body, IfNoneMatch: '*', Metadata: writeNotes(notes) }
      try {
        await client.send(new PutObjectCommand(put))
        return true
      } catch (error) {
        if (statusOf(error) === 412) return false
        throw translateStoreError(error, Bucket)
      }
    },
    find: async (Key) => {
      try {
        const { Metadata } = await client.send(new HeadObjectCommand({ Bucket, Key }))
        const notes = readNotes(Metadata)
        return notes ? { notes } : {}
      } catch (error) {
        if (statusOf(error) === 404) return undefined
        throw translateStoreError(error, Bucket)
      }
    },
    read: (Key) =>
      client
        .send(new GetObjectCommand({ Bucket, Key }))
        .then(async ({ Body }) => {
          if (!Body) throw new SinkError('STORE_FAILED', `${Key} came without a body`)
          return Buffer.from(await Body.transformToByteArray())
        })
        .catch((error: unknown) => {
          throw translateStoreError(error, Bucket)
        }),
    check: async () => {
      const abortSignal = AbortSignal.timeout(CHECK_TIMEOUT_MS)
      try {
        await client.send(new HeadBucketCommand({ Bucket }), { abortSignal })
      } catch (error) {
        throw translateStoreError(error, Bucket)
      }
    },
    close: () => client.destroy(),
  }
}

function clientConfig({ region, endpoint, pathStyle, credentials }: S3Settings): S3ClientConfig {
  return {
    region,
    forcePathStyle: pathStyle,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
  }
}

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
