import { readString, walkArray, walkObject } from '../json/members.ts'
import { OPEN_BRACE, OPEN_BRACKET, skipString, skipValue } from '../json/scanner.ts'

/**
 * A JSON value as a mapping template prints it: a string without quotes and escapes, nothing for null
 * or where there is no value, an object as Java prints a map (`{k=v, …}`), an array as Java prints a
 * list. Numbers keep their spelling.
 */
export function templateText(json: Buffer | undefined): string {
  return json === undefined || isNull(json) ? '' : print(json, 0).text
}

/** The text of a value, and the offset after it. */
interface Printed {
  readonly text: string
  readonly end: number
}

const QUOTE = 0x22

/** Goes over the bytes once, however deep they are nested: who posts them must not hold up others. */
function print(json: Buffer, start: number): Printed {
  const first = json[start]
  if (first === OPEN_BRACKET) return printArray(json, start)
  if (first === OPEN_BRACE) return printObject(json, start)
  if (first === QUOTE) return { text: readString(json, start), end: skipString(json, start) }
  const end = skipValue(json, start)
  return { text: json.toString('latin1', start, end), end }
}

function printArray(json: Buffer, start: number): Printed {
  const items = new List()
  const end = walkArray(json, start, (at) => {
    const item = print(json, at)
    items.add(item.text)
    return item.end
  })
  return { text: `[${items.text}]`, end }
}

function printObject(json: Buffer, start: number): Printed {
  const members = new Map<string, string>()
  const end = walkObject(json, start, (name, at) => {
    const value = print(json, at)
    members.set(name, value.text)
    return value.end
  })
  const items = new List()
  for (const [name, text] of members) items.add(`${name}=${text}`)
  return { text: `{${items.text}}`, end }
}

/** Texts with commas between them. Added, not joined: a join would copy what is inside at each level. */
class List {
  text = ''
  #separator = ''

  add(item: string): void {
    this.text += this.#separator + item
    this.#separator = ', '
  }
}

const isNull = (json: Buffer): boolean => json[0] === 0x6e
