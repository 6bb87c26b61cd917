import { walkArray, walkObject } from './members.ts'
import {
  JsonSyntaxError,
  OPEN_BRACE,
  OPEN_BRACKET,
  skipSpace,
  skipString,
  skipValue,
} from './scanner.ts'

const QUOTE = 0x22

/** The bytes of the one value that `text` holds, without the space around it. @throws {JsonSyntaxError} */
export function soleValue(text: Buffer): Buffer {
  const start = skipSpace(text, 0)
  const end = skipValue(text, start)
  const rest = skipSpace(text, end)
  if (rest !== text.length) throw new JsonSyntaxError(rest, 'Text after the JSON value')
  return text.subarray(start, end)
}

/** A value's kind; `json` are the bytes of a valid value without space around it. */
export const isObject = (json: Buffer): boolean => json[0] === OPEN_BRACE
export const isArray = (json: Buffer): boolean => json[0] === OPEN_BRACKET
export const isString = (json: Buffer): boolean => json[0] === QUOTE

/**
 * The bytes of an object's members of these names; of one that comes more than once the last, and
 * `twice` hears of it.
 */
export function membersOf(
  object: Buffer,
  names: ReadonlySet<string>,
  twice: (name: string) => void = () => undefined,
): Map<string, Buffer> {
  const members = new Map<string, Buffer>()
  walkObject(object, 0, (name, start) => {
    const end = skipValue(object, start)
    if (names.has(name)) {
      if (members.has(name)) twice(name)
      members.set(name, object.subarray(start, end))
    }
    return end
  })
  return members
}

/** The bytes of an array's elements, of the first `most` where there are more. */
export function elementsOf(array: Buffer, most = Number.POSITIVE_INFINITY): Buffer[] {
  const elements: Buffer[] = []
  walkArray(array, 0, (start) => {
    const end = skipValue(array, start)
    if (elements.length < most) elements.push(array.subarray(start, end))
    return end
  })
  return elements
}

/** A value's text without the white space outside its strings; every other byte is kept. */
export function compact(json: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(json.length)
  let length = 0
  for (let at = 0; at < json.length; ) {
    const start = skipSpace(json, at)
    at = start
    while (at < json.length && skipSpace(json, at) === at)
      at = json[at] === QUOTE ? skipString(json, at) : at + 1
    length += json.copy(kept, length, start, at)
  }
  return kept.subarray(0, length)
}
