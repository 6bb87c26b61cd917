/** A text without white space around it; null when nothing is left. */
export function textOf(value: unknown): string | null {
  return String(value).replace(AROUND, '') || null
}

const AROUND = /^\p{White_Space}+|\p{White_Space}+$/gu

/** A text that is not one of the placeholders for what the scraper did not find. */
export function knownOf(value: unknown, ...placeholders: readonly string[]): string | null {
  const text = textOf(value)
  return text !== null && placeholders.includes(text) ? null : text
}

/** What a value was given for and nothing could be made of: its record is refused. */
export class Unreadable extends Error {}

const COUNT = /^(\d{1,12})(?:\.(\d{1,6}))?([kmb]?)$/i
const UNITS: Readonly<Record<string, bigint>> = { k: 1_000n, m: 1_000_000n, b: 1_000_000_000n }
const MICROS = 1_000_000n
const INT_MAX = 2n ** 31n - 1n

/** `512`, `28k`, `1.2M`, `2B` as a whole number. @throws {Unreadable} for other texts, and above an int */
export function countOf(text: string | null): number | null {
  if (text === null) return null
  const [, whole = '', fraction = '', unit = ''] = COUNT.exec(text) ?? []
  const factor = UNITS[unit.toLowerCase()] ?? 1n
  const count = (BigInt(whole + fraction.padEnd(6, '0')) * factor) / MICROS
  if (whole === '' || count > INT_MAX) throw new Unreadable(text)
  return Number(count)
}

const MOMENT = /^(\d{4})(?:(-\d\d-\d\d)[T ]|(:\d\d:\d\d) )(\d\d:\d\d:\d\d)$/

/** A text in one of the three formats, read as UTC, in milliseconds. @throws {Unreadable} for others */
export function momentOf(text: string | null): number | null {
  if (text === null) return null
  const [, year, dashed, coloned = '', time] = MOMENT.exec(text) ?? []
  const iso = `${year}${dashed ?? coloned.replaceAll(':', '-')}T${time}.000Z`
  const moment = new Date(iso)
  // The 30th of February would be read as a day of March.
  if (Number.isNaN(moment.getTime()) || moment.toISOString() !== iso) throw new Unreadable(text)
  return moment.getTime()
}
