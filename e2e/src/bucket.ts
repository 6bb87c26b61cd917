import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { S3Location } from '@pinpipe/oracle'

/** Reads and writes single objects, as a person with a command line would. */
export class Bucket {
  readonly #client: S3Client
  readonly #name: string

  constructor({ endpoint, region, credentials, bucket }: S3Location) {
    this.#client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
    this.#name = bucket
  }

  /** The keys with a prefix, 1,000 at most. */
  async keys(prefix: string): Promise<string[]> {
    const query = new ListObjectsV2Command({ Bucket: this.#name, Prefix: prefix })
    const { Contents = [] } = await this.#client.send(query)
    return Contents.map(({ Key = '' }) => Key)
  }

  async readJson<T>(key: string): Promise<T> {
    const answer = await this.#client.send(new GetObjectCommand({ Bucket: this.#name, Key: key }))
    return JSON.parse((await answer.Body?.transformToString()) ?? '') as T
  }

  async put(key: string, body: string): Promise<void> {
    // The SDK takes an empty string for a body that is not there
    const Body = Buffer.from(body)
    await this.#client.send(new PutObjectCommand({ Bucket: this.#name, Key: key, Body }))
  }

  /** Makes the bucket, empty. */
  async make(): Promise<void> {
    await this.#client.send(new CreateBucketCommand({ Bucket: this.#name }))
  }

  /** Deletes everything with a prefix, 1,000 objects at most. */
  async remove(prefix: string): Promise<void> {
    const Objects = (await this.keys(prefix)).map((Key) => ({ Key }))
    if (Objects.length === 0) return
    const Delete = { Objects }
    await this.#client.send(new DeleteObjectsCommand({ Bucket: this.#name, Delete }))
  }

  close(): void {
    this.#client.destroy()
  }
}
