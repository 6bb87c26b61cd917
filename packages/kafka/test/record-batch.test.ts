import { describe, expect, test } from '@jest/globals'
import { crc32c } from '@node-rs/crc32'
import fc from 'fast-check'
import { codecs, compressionNames } from '../src/codecs.ts'
import type { ProduceRecord } from '../src/record.ts'
import { BATCH_OVERHEAD_BYTES, encodeRecordBatch, recordSizeBound } from '../src/record-batch.ts'

const bytes = fc.option(fc.uint8Array({ maxLength: 300 }), { nil: null })
const record: fc.Arbitrary<ProduceRecord> = fc.record(
  {
    key: bytes,
    value: bytes,
    headers: fc.dictionary(fc.string({ maxLength: 9, minLength: 1 }), bytes, { maxKeys: 3 }),
  },
  { requiredKeys: ['key', 'value'] },
)
const records = fc.array(record, { minLength: 1, maxLength: 80 })

describe('a record batch', () => {
  test.each(compressionNames)(
    'holds any records as they were given, with %s',
    async (compression) => {
      await fc.assert(
        fc.asyncProperty(records, async (given) => {
          const batch = await encodeRecordBatch(given, 1_700_000_000_000, compression)
          expect(await decode(batch)).toEqual(given.map(normal))
        }),
        { numRuns: 50 },
      )
    },
  )

  test('carries its length, a crc32c of what follows it, count, time and no producer', async () => {
    const two = [
      { key: null, value: Buffer.from('a') },
      { key: Buffer.from('k'), value: null },
    ]
    const batch = await encodeRecordBatch(two, 1_700_000_000_123, 'none')
    expect(batch.readInt32BE(8)).toBe(batch.length - 12)
    expect(batch.readInt8(16)).toBe(2)
    expect(batch.readUInt32BE(17)).toBe(crc32c(batch.subarray(21)))
    expect(batch.readInt32BE(23)).toBe(1)
    expect(batch.readBigInt64BE(27)).toBe(1_700_000_000_123n)
    expect(batch.readBigInt64BE(35)).toBe(1_700_000_000_123n)
    expect(batch.readBigInt64BE(43)).toBe(-1n)
    expect(batch.readInt32BE(57)).toBe(2)
  })

  test('is never larger than the bounds of its records say', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (given) => {
        const bound = given.map(recordSizeBound).reduce((a, b) => a + b, BATCH_OVERHEAD_BYTES)
        return (await encodeRecordBatch(given, Date.now(), 'none')).length <= bound
      }),
    )
  })
})

const normal = ({ key, value, headers = {} }: ProduceRecord) => ({
  key: key && [...key],
  value: value && [...value],
  headers: Object.entries(headers).map(([name, bytes]) => [name, bytes && [...bytes]]),
})

/** Reads a batch by the protocol guide alone. */
async function decode(batch: Buffer) {
  const codec = compressionNames[batch.readInt16BE(21) & 7]
  const packed = batch.subarray(61)
  const data =
    codec === 'none' || codec === undefined ? packed : await codecs[codec].decompress(packed)
  let at = 0
  const varint = () => {
    let value = 0
    let shift = 0
    let byte: number
    do {
      byte = data[at++] as number
      value |= (byte & 0x7f) << shift
      shift += 7
    } while (byte >= 0x80)
    return (value >>> 1) ^ -(value & 1)
  }
  const nullable = () => {
    const length = varint()
    if (length < 0) return null
    at += length
    return [...data.subarray(at - length, at)]
  }
  return Array.from({ length: batch.readInt32BE(57) }, (_, index) => {
    const end = varint() + at
    at += 1
    expect([varint(), varint()]).toEqual([0, index])
    const key = nullable()
    const value = nullable()
    const headers = Array.from({ length: varint() }, () => [
      Buffer.from(nullable() ?? []).toString(),
      nullable(),
    ])
    expect(at).toBe(end)
    return { key, value, headers }
  })
}
