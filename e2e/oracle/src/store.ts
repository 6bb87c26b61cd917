import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'

/** An object as stored: its bytes before any decoding, and its user metadata (lower-case names). */
export interface Stored {
  readonly body: Uint8Array
  readonly metadata: Readonly<Record<string, string>>
}

/** Where objects lie. */
export interface ObjectStore {
  /** Every key below `prefix`, in any order. */
  list(prefix: string): Promise<string[]>
  get(key: string): Promise<Stored>
}

/** How to reach one bucket. */
export interface S3Location {
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly bucket: string
}

/** A bucket of S3, addressed by path as local stand-ins need it. `close` frees its connections. */
export function s3Store(location: S3Location): ObjectStore & { close(): void } {
  const { bucket: Bucket, endpoint, region, credentials } = location
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  return {
    async list(prefix) {
      const keys: string[] = []
      for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])))
      }
      return keys
    },
    async get(key) {
      const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket, Key: key }))
      return {
        body: (await Body?.transformToByteArray()) ?? new Uint8Array(),
        metadata: Metadata ?? {},
      }
    },
    close: () => client.destroy(),
  }
}

/** Reads in flight at a time: enough to hide latency, few enough for a local stand-in. */
const READS_IN_FLIGHT = 16

/** Maps over `items` with a bounded number of calls in flight; results are in the order of `items`. */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length)
  const rest = items.entries()
  const worker = async () => {
    for (const [at, item] of rest) results[at] = await map(item)
  }
  await Promise.all(Array.from({ length: READS_IN_FLIGHT }, worker))
  return results
}
