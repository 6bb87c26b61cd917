import { hash } from 'node:crypto'

/** A record of an aggregate; its data is a view. */
export interface Packed {
  readonly partitionKey: string
  readonly data: Uint8Array
}

/** The KPL's layout: these four bytes, a protobuf message, the MD5 of the message. */
const MAGIC = Buffer.from('f3899ac2', 'hex')
const MD5_BYTES = 16

/** Fields of the message, and of a record in it; explicit hash keys and tags do not matter here. */
const PARTITION_KEY = 1
const RECORD = 3
const KEY_INDEX = 1
const DATA = 3

/**
 * The records that the KPL's aggregation put into one, in the order of their sub-sequence numbers.
 * Undefined for a plain record: other first bytes, another MD5, or no message between them.
 */
export function unpack(data: Uint8Array): Packed[] | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  if (bytes.length < MAGIC.length + MD5_BYTES || bytes.indexOf(MAGIC) !== 0) return undefined
  const message = bytes.subarray(MAGIC.length, -MD5_BYTES)
  if (hash('md5', message, 'hex') !== bytes.toString('hex', bytes.length - MD5_BYTES)) {
    return undefined
  }
  try {
    return recordsOf(message)
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** Bytes that are no message of this format. */
class Malformed extends Error {}

function recordsOf(message: Buffer): Packed[] {
  const fields = fieldsOf(message)
  const keys = valuesOf(fields, PARTITION_KEY).map(bytesOf)
  return valuesOf(fields, RECORD).map((value) => {
    const record = fieldsOf(bytesOf(value))
    const key = keys[Number(valuesOf(record, KEY_INDEX).at(-1) ?? -1)]
    const data = valuesOf(record, DATA).at(-1)
    if (key === undefined) throw new Malformed('a record names no partition key')
    return { partitionKey: key.toString(), data: bytesOf(data) }
  })
}

type Value = number | Buffer | undefined
type Field = readonly [number: number, value: Value]

const valuesOf = (fields: readonly Field[], wanted: number): Value[] =>
  fields.flatMap(([number, value]) => (number === wanted ? [value] : []))

function bytesOf(value: Value): Buffer {
  if (!Buffer.isBuffer(value))
    throw new Malformed('a field is missing, or a number instead of bytes')
  return value
}

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = []
  for (let at = 0; at < message.length; ) {
    const [tag, from] = varint(message, at)
    const [value, next] = valueAt(message, from, tag % 8)
    if (next > message.length) throw new Malformed('a field goes beyond the message')
    fields.push([Math.floor(tag / 8), value])
    at = next
  }
  return fields
}

/** A value by its wire type: a number, bytes, or one of a fixed size, which this format does not have. */
function valueAt(message: Buffer, from: number, type: number): [value: Value, next: number] {
  if (type === 0) return varint(message, from)
  if (type === 1) return [undefined, from + 8]
  if (type === 5) return [undefined, from + 4]
  if (type !== 2) throw new Malformed(`wire type ${type}`)
  const [length, start] = varint(message, from)
  return [message.subarray(start, start + length), start + length]
}

/** Seven bits a byte, the lowest first; 64 bits have at most ten. */
function varint(message: Buffer, from: number): [value: number, next: number] {
  let value = 0
  for (let at = from; at < from + 10; at++) {
    const byte = message[at] ?? Number.NaN
    value += (byte & 0x7f) * 2 ** (7 * (at - from))
    if (byte < 0x80) return [value, at + 1]
  }
  throw new Malformed('a number does not end')
}
