/** What JSON.parse calls with each value; `source` is the text of a number, text, boolean or null. */
export type Reviver = (
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown

/** A JSON value from its text, or from its text's bytes; undefined for anything else. */
export function jsonValue(text: string | Uint8Array, reviver?: Reviver): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : Buffer.from(text).toString(), reviver)
  } catch {
    return undefined
  }
}

/** A JSON object from its text, or from its text's bytes; undefined for anything else, half of one included. */
export function jsonObject(
  text: string | Uint8Array,
  reviver?: Reviver,
): Record<string, unknown> | undefined {
  return asObject(jsonValue(text, reviver))
}

/** The value where it is an object, and neither a list nor null. */
export function asObject(value: unknown): Record<string, unknown> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : undefined
}

/** As many digits as 64 bits have; beyond them a number is no whole one to anybody here. */
const WHOLE = /^-?\d{1,19}$/

/**
 * Makes whole numbers bigint: as numbers, those beyond 2^53 are rounded, and `5.0`, which is none in a
 * record, looks like one.
 */
export const wholeNumbers: Reviver = (_, value, context) => {
  const source = context?.source ?? ''
  return typeof value === 'number' && WHOLE.test(source) ? BigInt(source) : value
}
