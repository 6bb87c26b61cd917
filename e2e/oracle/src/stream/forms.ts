import { isUtf8 } from 'node:buffer'
import { asObject, jsonValue, wholeNumbers } from '../json.ts'

/** How a client wrote a record into its stream. */
export type Form = 'object' | 'array' | 'json-text' | 'base64'

/** A record's JSON object and the form that it came in. */
export interface Decoded {
  readonly form: Form
  readonly record: Readonly<Record<string, unknown>>
}

/**
 * Decodes what a stream holds: an object, a list of one object, a JSON text that holds either as JSON
 * text or as base64 of it, or that base64 as it is; the proxy's tutorial mode makes the texts of what
 * it is given as text, and leaves the base64 where it comes in a batch. Undefined for all else.
 */
export function decode(data: Uint8Array): Decoded | undefined {
  if (!isUtf8(data)) return undefined
  const value = jsonValue(data, wholeNumbers)
  if (typeof value === 'string') return decodeText(value)
  const record = recordIn(value)
  if (record) return { form: Array.isArray(value) ? 'array' : 'object', record }
  return decodeBase64(Buffer.from(data).toString())
}

function decodeText(text: string): Decoded | undefined {
  // Half of a surrogate pair is no character, and a text with one has no bytes.
  if (!text.isWellFormed()) return undefined
  const plain = recordIn(jsonValue(text, wholeNumbers))
  if (plain) return { form: 'json-text', record: plain }
  return decodeBase64(text)
}

function decodeBase64(text: string): Decoded | undefined {
  // Encoders break lines, each at a length of its own.
  const unbroken = text.replaceAll(JSON_SPACE, '')
  if (!BASE64.test(unbroken)) return undefined
  const bytes = Buffer.from(unbroken, 'base64')
  const record = isUtf8(bytes) ? recordIn(jsonValue(bytes, wholeNumbers)) : undefined
  return record && { form: 'base64', record }
}

const JSON_SPACE = /[ \t\r\n]/g

/** Node's own decoder takes anything. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function recordIn(value: unknown): Decoded['record'] | undefined {
  return asObject(Array.isArray(value) && value.length === 1 ? value[0] : value)
}
