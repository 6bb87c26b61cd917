import { fileURLToPath } from 'node:url'
import { DeleteObjectsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { type BatchDocument, ROOT, runBatch, runCommand, type System } from '@pinpipe/cli'
import { type Measured, measure } from '../measure.ts'

/** What the Spark job needs of a running system; the bucket may be another pipeline's. */
export type Lake = Pick<System, 'python' | 'addresses' | 'id' | 's3' | 'jobs'>

const COUNT_LINES = fileURLToPath(new URL('../../spark/count_lines.py', import.meta.url))

/** The whole job as `npm start` runs it, process start included, on an empty lake. */
export async function measureBatch(lake: Lake): Promise<Measured<BatchDocument>> {
  for (const prefix of ['lake/', 'answers/', 'runs/']) await deleteAll(lake, prefix)
  return measure('started', () => runBatch(lake, lake.jobs))
}

/** What Spark needs to read the same objects as text and count their lines; the result is that count. */
export function measureCount({ python, addresses, jobs }: Lake): Promise<Measured<number>> {
  return measure('started', async () => {
    const args = [COUNT_LINES, addresses.bucket]
    const { exitCode, stdout } = await runCommand({ file: python, args, cwd: ROOT, ...jobs })
    if (exitCode !== 0) throw new Error(`count_lines.py ended with ${exitCode}; see above.`)
    return Number(stdout)
  })
}

async function deleteAll({ s3, addresses: { bucket } }: Lake, prefix: string): Promise<void> {
  const query = { Bucket: bucket, Prefix: prefix }
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, query)) {
    const Objects = Contents.map(({ Key }) => ({ Key }))
    if (Objects.length === 0) continue
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
  }
}
