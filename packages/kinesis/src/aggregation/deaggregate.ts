import { hash } from 'node:crypto'
import { AGGREGATE_FIELDS, MAGIC, MD5_BYTES, RECORD_FIELDS, type UserRecord } from './format.ts'
import { readFields } from './protobuf.ts'

/**
 * The records in `data`, in the order of their sub-sequence numbers; the data are views.
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
