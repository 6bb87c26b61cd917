/** Where and why a text is not JSON. */
export class JsonSyntaxError extends Error {
  /** Byte offset of the first byte that cannot stand where it is; the length of the text at its end. */
  readonly position: number

  constructor(position: number, reason: string) {
    super(`${reason} at byte ${position}`)
    this.name = 'JsonSyntaxError'
    this.position = position
  }
}

/** Deepest nesting that is read, as in the parser of Java's REST proxy. */
export const MAX_DEPTH = 1_000

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
/** The bytes that open and close arrays and objects. */
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const OPEN_BRACE = 0x7b
export const CLOSE_BRACE = 0x7d

/** Which open containers are objects; scanning is synchronous, so one scratch area serves all calls. */
const isObject = new Uint8Array(MAX_DEPTH)

/**
 * Checks that a JSON value (RFC 8259, no more) starts at `start`, without building it.
 * @returns the offset after the value. @throws {JsonSyntaxError}
 */
export function skipValue(json: Uint8Array, start: number): number {
  let at = start
  let depth = 0
  for (;;) {
    const byte = json[at]
    if (byte !== OPEN_BRACE && byte !== OPEN_BRACKET) at = skipScalar(json, at)
    else {
      if (depth === MAX_DEPTH) throw new JsonSyntaxError(at, `Nesting deeper than ${MAX_DEPTH}`)
      const close = byte + 2
      at = skipSpace(json, at + 1)
      if (json[at] === close) at += 1
      else {
        isObject[depth++] = byte === OPEN_BRACE ? 1 : 0
        if (byte === OPEN_BRACE) at = skipName(json, at)
        continue
      }
    }
    while (depth > 0) {
      at = skipSpace(json, at)
      const inObject = isObject[depth - 1] === 1
      if (json[at] === COMMA) {
        at = skipSpace(json, at + 1)
        if (inObject) at = skipName(json, at)
        break
      }
      if (json[at] !== (inObject ? CLOSE_BRACE : CLOSE_BRACKET)) throw unexpected(json, at)
      at += 1
      depth -= 1
    }
    if (depth === 0) return at
  }
}

/** @returns the offset of the first byte from `at` on that is not JSON white space. */
export function skipSpace(json: Uint8Array, start: number): number {
  let at = start
  for (;;) {
    const byte = json[at]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at
    at += 1
  }
}

/** Reads a member's name and the colon after it. @returns the offset of the member's value. */
export function skipName(json: Uint8Array, start: number): number {
  if (json[start] !== QUOTE) throw unexpected(json, start)
  const colon = skipSpace(json, skipString(json, start))
  if (json[colon] !== COLON) throw unexpected(json, colon)
  return skipSpace(json, colon + 1)
}

/** Reads the string whose opening quote is at `start`. @returns the offset after its closing quote. */
export function skipString(json: Uint8Array, start: number): number {
  const end = json.length
  let at = start + 1
  while (at < end) {
    const byte = json[at] as number
    if (byte === QUOTE) return at + 1
    if (byte === BACKSLASH) at = skipEscape(json, at)
    else if (byte < 0x20) throw unexpected(json, at)
    else at += 1
  }
  throw unexpected(json, end)
}

/** The error for a byte that cannot stand at `at`. */
export function unexpected(json: Uint8Array, at: number): JsonSyntaxError {
  if (at >= json.length) return new JsonSyntaxError(json.length, 'Unexpected end of the JSON text')
  return new JsonSyntaxError(at, 'Unexpected character in the JSON text')
}

// " \ / b f n r t
const SHORT_ESCAPES = new Set([0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74])

function skipEscape(json: Uint8Array, at: number): number {
  const letter = json[at + 1]
  if (letter === undefined) throw unexpected(json, json.length)
  if (SHORT_ESCAPES.has(letter)) return at + 2
  if (letter !== 0x75) throw unexpected(json, at + 1)
  for (let digit = at + 2; digit < at + 6; digit++)
    if (!isHexDigit(json[digit])) throw unexpected(json, digit)
  return at + 6
}

function skipScalar(json: Uint8Array, at: number): number {
  const byte = json[at]
  if (byte === QUOTE) return skipString(json, at)
  if (byte === 0x74) return skipWord(json, at, TRUE)
  if (byte === 0x66) return skipWord(json, at, FALSE)
  if (byte === 0x6e) return skipWord(json, at, NULL)
  return skipNumber(json, at)
}

const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const NULL = Buffer.from('null')

function skipWord(json: Uint8Array, at: number, word: Uint8Array): number {
  for (let i = 1; i < word.length; i++) if (json[at + i] !== word[i]) throw unexpected(json, at + i)
  return at + word.length
}

function skipNumber(json: Uint8Array, start: number): number {
  let at = json[start] === 0x2d ? start + 1 : start
  if (json[at] === 0x30) at += 1
  else at = skipDigits(json, at)
  if (json[at] === 0x2e) at = skipDigits(json, at + 1)
  if (json[at] === 0x65 || json[at] === 0x45) {
    const sign = json[at + 1]
    at = skipDigits(json, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1)
  }
  return at
}

function skipDigits(json: Uint8Array, start: number): number {
  let at = start
  while (isDigit(json[at])) at += 1
  if (at === start) throw unexpected(json, at)
  return at
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39

function isHexDigit(byte: number | undefined): boolean {
  if (byte === undefined) return false
  const letter = byte | 0x20
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66)
}
