import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type LocalStack, startLocalStack } from '../../src/localstack/localstack.ts'

let localstack: LocalStack

beforeAll(async () => {
  localstack = await startLocalStack({ services: ['s3'] })
}, 300_000)

afterAll(() => localstack?.stop())

function client(): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = localstack
  const credentials = { accessKeyId, secretAccessKey }
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true })
}

async function buckets(): Promise<(string | undefined)[]> {
  const { Buckets = [] } = await client().send(new ListBucketsCommand())
  return Buckets.map(({ Name }) => Name)
}

test('a bucket can be made', async () => {
  await client().send(new CreateBucketCommand({ Bucket: 'a-bucket' }))
  expect(await buckets()).toEqual(['a-bucket'])
}, 60_000)

test('it listens on loopback only', async () => {
  const elsewhere = localstack.endpoint.replace('127.0.0.1', '127.0.0.2')
  await expect(fetch(elsewhere)).rejects.toThrow()
  expect((await fetch(localstack.endpoint)).ok).toBe(true)
})

test('after a kill it serves again at its address, empty', async () => {
  const { endpoint } = localstack
  await localstack.kill()
  await expect(fetch(endpoint)).rejects.toThrow()
  await localstack.start()
  expect(localstack.endpoint).toBe(endpoint)
  expect(await buckets()).toEqual([])
}, 120_000)
