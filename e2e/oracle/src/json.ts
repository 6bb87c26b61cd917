/** A JSON object from its text, or from its text's bytes; undefined for anything else, half of one included. */
export function jsonObject(text: string | Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(
      typeof text === 'string' ? text : Buffer.from(text).toString(),
    )
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
