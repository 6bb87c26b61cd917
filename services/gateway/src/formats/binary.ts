import { RestError } from '../errors.ts'
import { readString } from '../json/members.ts'
import type { Format } from './format.ts'

const QUOTE = 0x22
const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/
const SHOWN = 64

/** A JSON string of base64 (RFC 4648, section 4), stored as the bytes that it stands for. */
export const binaryFormat: Format = {
  name: 'binary',
  needsSchema: false,
  encode(json) {
    if (json[0] !== QUOTE) throw notBase64(json.toString('utf8', 0, SHOWN))
    const text = readString(json, 0)
    if (!isBase64(text)) throw notBase64(text.slice(0, SHOWN))
    return Buffer.from(text, 'base64')
  },
}

/** Padding may be left out, as Java's proxy allows; where it is given it must be complete. */
export function isBase64(text: string): boolean {
  if (!ALPHABET.test(text)) return false
  return text.endsWith('=') ? text.length % 4 === 0 : text.length % 4 !== 1
}

const notBase64 = (data: string) =>
  new RestError('MALFORMED_BODY', `data=${data} is not a base64 string`)
