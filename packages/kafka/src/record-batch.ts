import { crc32c } from '@node-rs/crc32'
import { type CompressionName, codecs, compressionId } from './codecs.ts'
import type { ProduceRecord } from './record.ts'
import { bytesLength, sizeOfVarint, writeBytes, writeVarint } from './varint.ts'

/**
 * Kafka's record batch, magic 2, as the protocol guide lays it out: base offset (8 bytes), length (4),
 * leader epoch (4), magic (1), crc32c of the rest (4), attributes (2), last offset delta (4), first and
 * last timestamp (8, 8), producer id (8), producer epoch (2), base sequence (4), record count (4).
 */
const HEADER_BYTES = 61
const LENGTH_AT = 8
const MAGIC_AT = 16
const CRC_AT = 17
const ATTRIBUTES_AT = 21
const NO_HEADERS: Readonly<Record<string, Uint8Array | null>> = {}

/** An upper bound of the bytes one record adds to a batch that is not compressed. */
export function recordSizeBound({ key, value, headers }: ProduceRecord): number {
  let size = 32 + (key?.length ?? 0) + (value?.length ?? 0)
  if (headers)
    for (const [name, bytes] of Object.entries(headers))
      size += 10 + Buffer.byteLength(name) + (bytes?.length ?? 0)
  return size
}

/** Bytes that a batch has besides its records. */
export const BATCH_OVERHEAD_BYTES = HEADER_BYTES

/**
 * Encodes records as one batch without a producer id.
 * @param timestampMs milliseconds since 1970, the create time of every record
 */
export async function encodeRecordBatch(
  records: readonly ProduceRecord[],
  timestampMs: number,
  compression: CompressionName,
): Promise<Buffer> {
  const sizes = records.map(bodySize)
  const bytes = sizes.reduce((sum, size) => sum + sizeOfVarint(size) + size, 0)
  const batch = Buffer.allocUnsafe(HEADER_BYTES + bytes)
  let at = HEADER_BYTES
  for (let i = 0; i < records.length; i++)
    at = writeRecord(batch, at, records[i] as ProduceRecord, i, sizes[i] as number)
  if (compression === 'none') return writeHeader(batch, records.length, timestampMs, 0)
  const packed = await codecs[compression].compress(batch.subarray(HEADER_BYTES))
  return writeHeader(
    Buffer.concat([batch.subarray(0, HEADER_BYTES), packed]),
    records.length,
    timestampMs,
    compressionId(compression),
  )
}

function writeHeader(batch: Buffer, count: number, timestampMs: number, attributes: number) {
  batch.fill(0, 0, LENGTH_AT)
  batch.writeInt32BE(batch.length - LENGTH_AT - 4, LENGTH_AT)
  batch.writeInt32BE(-1, LENGTH_AT + 4)
  batch.writeInt8(2, MAGIC_AT)
  batch.writeInt16BE(attributes, ATTRIBUTES_AT)
  batch.writeInt32BE(count - 1, ATTRIBUTES_AT + 2)
  batch.writeBigInt64BE(BigInt(timestampMs), ATTRIBUTES_AT + 6)
  batch.writeBigInt64BE(BigInt(timestampMs), ATTRIBUTES_AT + 14)
  batch.fill(0xff, ATTRIBUTES_AT + 22, ATTRIBUTES_AT + 36)
  batch.writeInt32BE(count, ATTRIBUTES_AT + 36)
  batch.writeUInt32BE(crc32c(batch.subarray(ATTRIBUTES_AT)), CRC_AT)
  return batch
}

// attributes (1 byte), timestamp delta (always 0: 1 byte), offset delta, key, value, headers
function bodySize({ key, value, headers = NO_HEADERS }: ProduceRecord, index: number): number {
  const names = headers === NO_HEADERS ? [] : Object.keys(headers)
  let size = 2 + sizeOfVarint(index) + bytesLength(key) + bytesLength(value)
  size += sizeOfVarint(names.length)
  for (const name of names)
    size += bytesLength(Buffer.from(name)) + bytesLength(headers[name] ?? null)
  return size
}

function writeRecord(to: Buffer, at: number, record: ProduceRecord, index: number, size: number) {
  const { key, value, headers = NO_HEADERS } = record
  at = writeVarint(to, at, size)
  to[at++] = 0
  to[at++] = 0
  at = writeVarint(to, at, index)
  at = writeBytes(to, at, key)
  at = writeBytes(to, at, value)
  const names = headers === NO_HEADERS ? [] : Object.keys(headers)
  at = writeVarint(to, at, names.length)
  for (const name of names) {
    at = writeBytes(to, at, Buffer.from(name))
    at = writeBytes(to, at, headers[name] ?? null)
  }
  return at
}
