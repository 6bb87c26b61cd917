import { hash } from 'node:crypto'
import { AGGREGATE_FIELDS, MAGIC, MD5_BYTES, RECORD_FIELDS, type UserRecord } from './format.ts'
import { LENGTH_DELIMITED, sizeOfVarint, VARINT, writeVarint } from './protobuf.ts'

interface Part {
  readonly record: UserRecord
  readonly keyIndex: number
  /** -1 without an explicit hash key. */
  readonly hashIndex: number
  /** Bytes of the record's message. */
  readonly size: number
}

/** Records packed into one, in the KPL's format; its size is known to the byte before each is added. */
export class Aggregate {
  readonly #limit: number
  readonly #keys = new Map<string, number>()
  readonly #hashes = new Map<string, number>()
  readonly #parts: Part[] = []
  #size = MAGIC.length + MD5_BYTES

  /** @param limit bytes that `encode` may give at most */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Records in it. */
  get count(): number {
    return this.#parts.length
  }

  /** Bytes that `encode` gives. */
  get size(): number {
    return this.#size
  }

  /** Adds the record if the limit allows. */
  add(record: UserRecord): boolean {
    const { partitionKey, explicitHashKey, data } = record
    const keyIndex = this.#keys.get(partitionKey) ?? this.#keys.size
    const hashIndex =
      explicitHashKey === undefined ? -1 : (this.#hashes.get(explicitHashKey) ?? this.#hashes.size)
    const size =
      1 +
      sizeOfVarint(keyIndex) +
      (hashIndex < 0 ? 0 : 1 + sizeOfVarint(hashIndex)) +
      sizeOfBytes(data.length)
    let grown = this.#size + sizeOfBytes(size)
    if (keyIndex === this.#keys.size) grown += sizeOfBytes(Buffer.byteLength(partitionKey))
    if (hashIndex === this.#hashes.size) grown += sizeOfBytes((explicitHashKey as string).length)
    if (grown > this.#limit) return false
    this.#keys.set(partitionKey, keyIndex)
    if (explicitHashKey !== undefined) this.#hashes.set(explicitHashKey, hashIndex)
    this.#parts.push({ record, keyIndex, hashIndex, size })
    this.#size = grown
    return true
  }

  encode(): Buffer {
    const to = Buffer.allocUnsafe(this.#size)
    let at = MAGIC.copy(to)
    for (const key of this.#keys.keys()) at = writeText(to, at, AGGREGATE_FIELDS.partitionKey, key)
    for (const key of this.#hashes.keys())
      at = writeText(to, at, AGGREGATE_FIELDS.explicitHashKey, key)
    for (const part of this.#parts) at = writePart(to, at, part)
    to.set(hash('md5', to.subarray(MAGIC.length, at), 'buffer'), at)
    return to
  }
}

/** Bytes of a length-delimited field with a one-byte tag. */
function sizeOfBytes(length: number): number {
  return 1 + sizeOfVarint(length) + length
}

function writeHead(to: Buffer, at: number, field: number, type: number, value: number): number {
  to[at] = (field << 3) | type
  return writeVarint(to, at + 1, value)
}

function writeText(to: Buffer, at: number, field: number, text: string): number {
  const start = writeHead(to, at, field, LENGTH_DELIMITED, Buffer.byteLength(text))
  return start + to.write(text, start)
}

function writePart(to: Buffer, at: number, { record, keyIndex, hashIndex, size }: Part): number {
  at = writeHead(to, at, AGGREGATE_FIELDS.record, LENGTH_DELIMITED, size)
  at = writeHead(to, at, RECORD_FIELDS.partitionKeyIndex, VARINT, keyIndex)
  if (hashIndex >= 0) at = writeHead(to, at, RECORD_FIELDS.explicitHashKeyIndex, VARINT, hashIndex)
  at = writeHead(to, at, RECORD_FIELDS.data, LENGTH_DELIMITED, record.data.length)
  to.set(record.data, at)
  return at + record.data.length
}
