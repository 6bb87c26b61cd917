import { readString } from '../json/members.ts'
import { elementsOf, entriesOf, isArray, isObject, isString } from '../json/values.ts'

/**
 * A JSON value as a mapping template prints it: a string without quotes and escapes, nothing for null
 * or where there is no value, an object as Java prints a map (`{k=v, …}`), an array as Java prints a
 * list. Numbers keep their spelling.
 */
export function templateText(json: Buffer | undefined): string {
  return json === undefined || isNull(json) ? '' : text(json)
}

function text(json: Buffer): string {
  if (isString(json)) return readString(json, 0)
  if (isArray(json)) return `[${elementsOf(json).map(text).join(', ')}]`
  if (!isObject(json)) return json.toString('latin1')
  const members = [...new Map(entriesOf(json))].map(([name, value]) => `${name}=${text(value)}`)
  return `{${members.join(', ')}}`
}

const isNull = (json: Buffer): boolean => json[0] === 0x6e
