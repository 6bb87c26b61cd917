import { hash } from 'node:crypto'
import { readFields } from './protobuf.ts'

/** The KPL's aggregated record: magic, a protobuf message, the MD5 of that message. */
const MAGIC = Buffer.from('f3899ac2', 'hex')
const MD5_BYTES = 16

/** Tags of `AggregatedRecord`: `partition_key_table`, `explicit_hash_key_table`, `records`. */
const AGGREGATE_FIELDS = { partitionKey: 1, explicitHashKey: 2, record: 3 } as const

/** Tags of its `Record`: `partition_key_index`, `explicit_hash_key_index`, `data`. */
const RECORD_FIELDS = { partitionKeyIndex: 1, explicitHashKeyIndex: 2, data: 3 } as const

/** A record that was packed into an aggregate. */
export interface UserRecord {
  readonly data: Buffer
  readonly partitionKey: string
  /** Decimal, 0 to 2^128 - 1. */
  readonly explicitHashKey?: string
}

/**
 * The records in `data`, in the order of their sub-sequence numbers, as a consumer reads them; the
 * data are views.
 * Undefined when it is a plain record: no magic, another MD5, or a message that does not hold together.
 */
export function deaggregate(data: Buffer): UserRecord[] | undefined {
  if (data.length < MAGIC.length + MD5_BYTES) return undefined
  if (!data.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const message = data.subarray(MAGIC.length, -MD5_BYTES)
  if (!hash('md5', message, 'buffer').equals(data.subarray(-MD5_BYTES))) return undefined
  try {
    return readAggregate(message)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readAggregate(message: Buffer): UserRecord[] {
  const keys: string[] = []
  const hashes: string[] = []
  const records: Buffer[] = []
  for (const { number, value } of readFields(message)) {
    if (typeof value === 'number') continue
    if (number === AGGREGATE_FIELDS.partitionKey) keys.push(value.toString())
    else if (number === AGGREGATE_FIELDS.explicitHashKey) hashes.push(value.toString())
    else if (number === AGGREGATE_FIELDS.record) records.push(value)
  }
  return records.map((record) => readRecord(record, keys, hashes))
}

function readRecord(
  message: Buffer,
  keys: readonly string[],
  hashes: readonly string[],
): UserRecord {
  let data: Buffer | undefined
  let partitionKey: string | undefined
  let explicitHashKey: string | undefined
  for (const { number, value } of readFields(message)) {
    if (typeof value !== 'number') {
      if (number === RECORD_FIELDS.data) data = value
    } else if (number === RECORD_FIELDS.partitionKeyIndex) partitionKey = entry(keys, value)
    else if (number === RECORD_FIELDS.explicitHashKeyIndex) explicitHashKey = entry(hashes, value)
  }
  if (data === undefined || partitionKey === undefined)
    throw new RangeError('A record lacks its key or its data')
  return { data, partitionKey, ...(explicitHashKey !== undefined && { explicitHashKey }) }
}

function entry(table: readonly string[], index: number): string {
  const text = table[index]
  if (text === undefined) throw new RangeError(`The table has no entry ${index}`)
  return text
}
