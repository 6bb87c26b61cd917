import { hash } from 'node:crypto'

/** A record by its partition key and data. */
export type Part = readonly [key: string, data: string | Uint8Array]

/** Records as the KPL aggregates them, each with a key of its own. */
export function aggregateOf(parts: readonly Part[]): Buffer {
  const keys = parts.map(([key]) => bytesField(1, Buffer.from(key)))
  const records = parts.map(([, data], at) =>
    bytesField(3, Buffer.concat([numberField(1, at), bytesField(3, Buffer.from(data))])),
  )
  return wrapped(Buffer.concat([...keys, ...records]))
}

/** A message between the KPL's first bytes and its MD5. */
export function wrapped(message: Uint8Array): Buffer {
  const md5 = hash('md5', message, 'buffer')
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, md5])
}

export const bytesField = (number: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(bytes.length)]), bytes])

export const numberField = (number: number, value: number): Buffer =>
  Buffer.from([number << 3, ...varint(value)])

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))]
}
