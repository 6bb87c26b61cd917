import { isUtf8 } from 'node:buffer'

/** How values become the body of a file. Values pass through as bytes; nothing is written anew. */
export interface Format {
  /** With its leading dot, before compression. */
  readonly extension: string
  /** Follows every record, the last included. */
  readonly separator: Buffer
  /** The bytes to write, or undefined when the value does not fit the format. */
  encode(value: Buffer): Buffer | undefined
  /** How many records a body holds that another writer left; undefined: it cannot be known. */
  count(body: Buffer): number | undefined
}

const LF = 0x0a
const CR = 0x0d
const BLANK = 0x20

/**
 * JsonFormat: each value is one JSON text in UTF-8 and stays as it was posted. Only raw CR and LF,
 * which valid JSON has only as white space outside of strings, become blanks, so that a record is a line.
 */
export const jsonFormat: Format = {
  extension: '.json',
  separator: Buffer.from([LF]),
  encode: (value) => (isJson(value) ? onOneLine(value) : undefined),
  count: (body) => body.reduce((lines, byte) => (byte === LF ? lines + 1 : lines), 0),
}

/** ByteArrayFormat: any bytes, each value followed by the separator. */
export function byteArrayFormat(extension: string, separator: string): Format {
  return {
    extension,
    separator: Buffer.from(separator),
    encode: (value) => value,
    count: () => undefined,
  }
}

/**
 * Parsed as Latin-1, which is quicker: outside of strings JSON has ASCII only, and inside them any
 * byte above it stands for a character that is allowed there.
 */
function isJson(value: Buffer): boolean {
  if (!isUtf8(value)) return false
  try {
    JSON.parse(value.toString('latin1'))
    return true
  } catch {
    return false
  }
}

function onOneLine(value: Buffer): Buffer {
  if (!value.includes(LF) && !value.includes(CR)) return value
  return Buffer.from(value.map((byte) => (byte === LF || byte === CR ? BLANK : byte)))
}
