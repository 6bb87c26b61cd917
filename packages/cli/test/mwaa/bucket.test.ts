import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from '@jest/globals'
import { checkBucket } from '../../src/mwaa/bucket.ts'

test("of a bucket that may not be read it is told that it may be another account's", async () => {
  const server = createServer((_, response) => response.writeHead(403).end()).listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const s3 = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    forcePathStyle: true,
  })
  await expect(checkBucket(s3, 'theirs')).rejects.toThrow(
    "The bucket theirs cannot be reached: no access to it, or it is another account's",
  )
  s3.destroy()
  server.close()
})
