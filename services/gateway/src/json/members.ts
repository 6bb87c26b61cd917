import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  OPEN_BRACE,
  OPEN_BRACKET,
  skipName,
  skipSpace,
  skipString,
  unexpected,
} from './scanner.ts'

const COMMA = 0x2c

/**
 * Walks the object at `start`: `visit` gets each member's name and where its value begins, and
 * returns where it ends.
 * @returns the offset after the object. @throws {JsonSyntaxError}
 */
export function walkObject(
  json: Buffer,
  start: number,
  visit: (name: string, valueStart: number) => number,
): number {
  if (json[start] !== OPEN_BRACE) throw unexpected(json, start)
  let at = skipSpace(json, start + 1)
  if (json[at] === CLOSE_BRACE) return at + 1
  for (;;) {
    const valueStart = skipName(json, at)
    at = skipSpace(json, visit(readString(json, at), valueStart))
    if (json[at] === CLOSE_BRACE) return at + 1
    if (json[at] !== COMMA) throw unexpected(json, at)
    at = skipSpace(json, at + 1)
  }
}

/** Walks the array at `start`, as `walkObject` does an object. */
export function walkArray(
  json: Buffer,
  start: number,
  visit: (elementStart: number) => number,
): number {
  if (json[start] !== OPEN_BRACKET) throw unexpected(json, start)
  let at = skipSpace(json, start + 1)
  if (json[at] === CLOSE_BRACKET) return at + 1
  for (;;) {
    at = skipSpace(json, visit(at))
    if (json[at] === CLOSE_BRACKET) return at + 1
    if (json[at] !== COMMA) throw unexpected(json, at)
    at = skipSpace(json, at + 1)
  }
}

/** The text of the string whose opening quote is at `start`. @throws {JsonSyntaxError} */
export function readString(json: Buffer, start: number): string {
  const end = skipString(json, start)
  const text = json.toString('utf8', start + 1, end - 1)
  return text.includes('\\') ? JSON.parse(`"${text}"`) : text
}
