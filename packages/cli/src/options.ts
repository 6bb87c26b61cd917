import { InvalidArgumentError } from 'commander'

/** Largest number that a count option takes. */
const MOST = 10_000_000

/** Reads a count, 1 to 10,000,000. */
export function count(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= MOST) return number
  throw new InvalidArgumentError(`must be a whole number from 1 to ${MOST}`)
}

/** Reads a rate: `N/s`, the `/s` may be left out. */
export function perSecond(text: string): string {
  if (/^\d+(\.\d+)?(\/s)?$/.test(text) && Number.parseFloat(text) > 0) return text
  throw new InvalidArgumentError('must be N/s, more than 0')
}

/** Reads a rate, or the word `original`. */
export function rate(text: string): string {
  return text === 'original' ? text : perSecond(text)
}
