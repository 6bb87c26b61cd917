import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { freePort } from '@pinpipe/stack'
import { stackRuns } from '../../src/airflow/bucket.ts'
import { settingsSchema } from '../../src/settings.ts'
import { addresses } from '../../src/system/environment.ts'

/** Answers as an S3 that has the bucket of one pipeline, and hangs up on another. */
const s3 = createServer((request, response) => {
  if (request.url?.startsWith('/user-eeeeeeeeeeee-bucket')) request.socket.destroy()
  else response.writeHead(request.url?.startsWith('/user-0a1b2c3d4e5f-bucket') ? 200 : 404).end()
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

test('what listens there and is no S3 is told with its address and what to do', async () => {
  const asked = stackRuns(at('eeeeeeeeeeee'))
  await expect(asked).rejects.toThrow(
    /S3 at http:\/\/127.0.0.1:\d+ does not answer: .+ set LOCALSTACK_PORT to a free port/,
  )
})
