import { describe, expect, test } from '@jest/globals'
import { judge } from '@pinpipe/oracle'
import { Bucket } from '../../src/bucket.ts'
import { endOffset } from '../../src/gateway.ts'
import type { NpmSystem } from '../../src/npm-system.ts'

const USER = { ind: 900_100, first_name: 'Mary', last_name: 'Moe', age: 44 }
const LINE = `${JSON.stringify({ ...USER, date_joined: '2016-01-02T03:04:05' })}\n`

/** Two drivers over the same tables on S3, where Delta keeps nobody from the other's commits. */
export function twoBatchesSuite(started: () => { system: NpmSystem }) {
  describe('two batches at once', () => {
    test('both end well, and the tables hold each record once', async () => {
      const { system } = started()
      const { id, s3, gateway, brokers } = system
      const topic = `${id}.user`
      const start = String(await endOffset(gateway, topic)).padStart(10, '0')
      const bucket = new Bucket(s3)
      await bucket.put(`topics/${topic}/partition=0/${topic}+0+${start}.json`, LINE)
      bucket.close()
      const batches = await Promise.all([system.runBatch(), system.runBatch()])
      expect(batches.map(({ ok }) => ok)).toEqual([true, true])
      expect(batches[0].clean).toEqual(batches[1].clean)
      const tables = { id, s3, kafka: { brokers }, stages: ['tables', 'answers'] } as const
      expect((await judge(tables)).differences).toEqual([])
    })
  })
}
