import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { freePort } from '@pinpipe/stack'
import { stackRuns } from '../../src/airflow/bucket.ts'
import { settingsSchema } from '../../src/settings.ts'
import { addresses } from '../../src/system/environment.ts'

/** Answers as an S3 that has the bucket of one pipeline. */
const s3 = createServer((request, response) => {
  response.writeHead(request.url?.startsWith('/user-0a1b2c3d4e5f-bucket') ? 200 : 404).end()
})
beforeAll(() => new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve)))
afterAll(() => void s3.close())

const at = (id: string, port = (s3.address() as AddressInfo).port) =>
  addresses(settingsSchema.parse({ PIPELINE_ID: id, LOCALSTACK_PORT: String(port) }))

test('a stack runs where its bucket is, and none where nothing listens', async () => {
  expect(await stackRuns(at('0a1b2c3d4e5f'))).toBe(true)
  expect(await stackRuns(at('0a1b2c3d4e5f', await freePort()))).toBe(false)
})

test('an S3 without the bucket is no stack to start another beside: the error says what to do', async () => {
  const asked = stackRuns(at('ffffffffffff'))
  await expect(asked).rejects.toThrow(
    /has no bucket user-ffffffffffff-bucket.*set LOCALSTACK_PORT to a free port/,
  )
})
