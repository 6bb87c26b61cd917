import { describe, expect, test } from '@jest/globals'
import {
  KinesisError,
  type KinesisErrorCode,
  KinesisProducer,
  type KinesisStream,
} from '@pinpipe/kinesis'
import { patientStream } from '../src/patient-stream.ts'

const failing = (code: KinesisErrorCode): KinesisStream => ({
  putRecords: async () => Promise.reject(new KinesisError(code, 'no')),
  listShards: async () => Promise.reject(new KinesisError(code, 'no')),
})
const ENTRY = { data: Buffer.from('d'), partitionKey: 'k' }

describe('a patient stream', () => {
  test.each<KinesisErrorCode>(['KINESIS_ACCESS_DENIED', 'KINESIS_REFUSED'])(
    'tries %s again',
    async (code) => {
      const stream = patientStream(failing(code))
      await expect(stream.putRecords([ENTRY])).rejects.toMatchObject({ code, retriable: true })
      await expect(stream.listShards()).rejects.toMatchObject({ code, retriable: true })
    },
  )

  test('leaves it to the record that its request is malformed', async () => {
    const stream = patientStream(failing('KINESIS_INVALID'))
    await expect(stream.putRecords([ENTRY])).rejects.toMatchObject({ retriable: false })
    await expect(stream.listShards()).rejects.toMatchObject({ retriable: true })
  })

  test('keeps the order of a key over credentials that were refused for a time', async () => {
    const stored: string[] = []
    let refusals = 2
    const stream: KinesisStream = {
      putRecords: async (entries) => {
        if (refusals-- > 0) throw new KinesisError('KINESIS_ACCESS_DENIED', 'expired')
        return entries.map(({ data }) => {
          stored.push(Buffer.from(data).toString())
          return { shardId: 's', sequenceNumber: '1' }
        })
      },
      listShards: async () => ({
        shards: [{ shardId: 's', from: 0n, to: 2n ** 128n - 1n, open: true }],
      }),
    }
    const ignore = () => undefined
    const events = {
      requestDone: ignore,
      recordsSettled: ignore,
      shardsRead: ignore,
      shardsNotRead: ignore,
    }
    const timing = { now: () => performance.now(), random: () => 0, sleep: async () => undefined }
    const producer = new KinesisProducer(
      { lingerMs: 0, ttlMs: Number.POSITIVE_INFINITY },
      { stream: patientStream(stream), events, timing },
    )
    const puts = ['1', '2', '3'].map((text) =>
      producer.put({ data: Buffer.from(text), partitionKey: 'k' }),
    )
    for (const outcome of await Promise.all(puts)) expect(outcome).not.toHaveProperty('error')
    expect(stored).toEqual(['1', '2', '3'])
  })
})
