/** Wire types that the KPL's messages use. */
const VARINT = 0
const LENGTH_DELIMITED = 2

/** A field of a message: a number of a varint, or the bytes of a length-delimited one. */
export interface Field {
  readonly number: number
  readonly value: number | Buffer
}

/**
 * The fields of a message in order; the bytes are views.
 * @throws {RangeError} when it is cut, or has fields of another wire type.
 */
export function* readFields(message: Buffer): Generator<Field> {
  const cursor = { at: 0 }
  while (cursor.at < message.length) {
    const tag = readVarint(message, cursor)
    const value = readVarint(message, cursor)
    const number = Math.floor(tag / 8)
    if (tag % 8 === VARINT) yield { number, value }
    else if (tag % 8 === LENGTH_DELIMITED) yield { number, value: take(message, cursor, value) }
    else throw new RangeError(`Wire type ${tag % 8} is not known`)
  }
}

function readVarint(from: Buffer, cursor: { at: number }): number {
  let value = 0
  for (let unit = 1; unit <= 2 ** 49; unit *= 0x80) {
    const byte = from[cursor.at++]
    if (byte === undefined) throw new RangeError('The message is cut')
    value += (byte & 0x7f) * unit
    if (byte < 0x80) return value
  }
  throw new RangeError('A number is longer than 56 bits')
}

function take(from: Buffer, cursor: { at: number }, length: number): Buffer {
  const start = cursor.at
  cursor.at += length
  if (cursor.at > from.length) throw new RangeError('The message is cut')
  return from.subarray(start, cursor.at)
}
