import { beforeAll, describe, expect, test } from '@jest/globals'
import { judge, report, type Verdict } from '@pinpipe/oracle'
import { waitFor } from '@pinpipe/stack'
import { Bucket } from '../../src/bucket.ts'
import { endOffset, post } from '../../src/gateway.ts'
import type { BatchDocument, RunningSystem, StartDocument } from '../../src/system.ts'

/** Far above the rows of the source, so that nothing here replaces a real record. */
const NEW_INDS = [900_001, 900_002, 900_003] as const

const USER = { first_name: 'Ada', last_name: 'Byron', age: 36, date_joined: '2016-01-02T03:04:05' }
const { first_name: _, ...WITHOUT_FIRST_NAME } = USER

/** Values that Kafka takes and the cleaning must judge. */
const POSTED: Readonly<Record<'pin' | 'user', readonly unknown[]>> = {
  pin: [42, 'a text', [1, 2], true, { hello: 'world' }],
  user: [
    { ind: NEW_INDS[0], ...USER, nickname: 'extra' },
    { ind: NEW_INDS[1], ...WITHOUT_FIRST_NAME },
    { ind: NEW_INDS[2], ...USER, last_name: 7 },
  ],
}

/** Base64 of bytes that are no JSON text. */
const NO_JSON = Buffer.from('no JSON').toString('base64')

/** Lines that no sink wrote, put into the bucket by hand, each object after the one before. */
const GEO_OBJECTS = ['this is no JSON\n{"ind": 1\n', '\n', '', '{"ind": 900001, "timest'] as const

/** What bad input comes to; the system must have run its batch job before. */
export function badInputSuite(started: () => { system: RunningSystem; document: StartDocument }) {
  describe('bad input', () => {
    let before: StartDocument
    let landed: Verdict
    let batch: BatchDocument
    let after: Verdict

    beforeAll(async () => {
      const { system, document } = started()
      const { id, s3, gateway, brokers } = system
      before = document
      for (const kind of ['pin', 'user'] as const) {
        await post(gateway, `${id}.${kind}`, POSTED[kind].slice(0, 1))
        await post(gateway, `${id}.${kind}`, [NO_JSON, null], 'binary')
        await post(gateway, `${id}.${kind}`, POSTED[kind].slice(1))
      }
      landed = await waitFor(
        async () => {
          const verdict = await judge({ id, s3, kafka: { brokers }, stages: ['objects', 'kafka'] })
          if (verdict.ok) return verdict
          throw new Error(report(verdict))
        },
        { what: 'the posted values in the bucket', timeoutMs: 60_000, everyMs: 1000 },
      )
      await putGeoObjects(system)
      batch = await system.runBatch()
      after = await judge({ id, s3, kafka: { brokers }, stages: ['tables', 'answers'] })
    })

    test('a value that is JSON but no known record is produced and lands all the same', () => {
      expect(landed.counts.landed).toBe(before.landed + 8)
    })

    test('bytes that are no JSON and records without a value become dead letters', async () => {
      const { id, gateway } = started().system
      expect(await endOffset(gateway, `dead-letter.${id}`)).toBe(4)
    })

    test('a value that is no known record is quarantined with its reason', () => {
      expect(batch.kinds.pin.reasons).toEqual({ 'not-object': 4, 'missing-column': 1 })
      expect(after.counts.quarantined.pin).toBe(5)
    })

    test('an extra column is reported, and its record is clean', () => {
      expect(batch.kinds.user.extra_columns).toEqual({ nickname: 1 })
      expect(after.counts.clean.user).toBe(before.clean.user + 1)
    })

    test('a missing column and a number where a text belongs are quarantined', () => {
      expect(batch.kinds.user.reasons).toEqual({ 'missing-column': 1, 'wrong-type': 1 })
      expect(after.counts.quarantined.user).toBe(2)
    })

    test('malformed, empty and half-written objects are quarantined line by line', () => {
      expect(batch.kinds.geo.reasons).toEqual({
        ...{ 'not-json': 2, 'empty-line': 1, 'empty-object': 1, 'half-written-line': 1 },
      })
      expect(after.counts.quarantined.geo).toBe(5)
    })

    test('the batch job goes on, and every line is accounted for with object, line and reason', () => {
      expect(batch.ok).toBe(true)
      expect(after.differences).toEqual([])
    })
  })
}

async function putGeoObjects({ id, s3, gateway }: RunningSystem): Promise<void> {
  const topic = `${id}.geo`
  const bucket = new Bucket(s3)
  let start = await endOffset(gateway, topic)
  for (const body of GEO_OBJECTS) {
    const name = `${topic}+0+${String(start).padStart(10, '0')}.json`
    await bucket.put(`topics/${topic}/partition=0/${name}`, body)
    start += Math.max(1, body.split('\n').length - (body.endsWith('\n') ? 1 : 0))
  }
  bucket.close()
}
