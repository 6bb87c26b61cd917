import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type LocalStack, startLocalStack } from '../../src/localstack.ts'
import { provisionBucket } from '../../src/provision.ts'

const ID = '0a1b2c3d4e5f'
const BUCKET = `user-${ID}-bucket`

let localstack: LocalStack

beforeAll(async () => {
  localstack = await startLocalStack({ services: ['s3'] })
}, 300_000)

afterAll(() => localstack?.stop())

test('the bucket is made once', async () => {
  expect(await provisionBucket({ id: ID, s3: localstack })).toEqual([BUCKET])
  expect(await provisionBucket({ id: ID, s3: localstack })).toEqual([])
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
  expect(await provisionBucket({ id: ID, s3: localstack })).toEqual([BUCKET])
}, 120_000)
