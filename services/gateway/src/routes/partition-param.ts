import { RestError } from '../errors.ts'

/** The partition that a path names. @throws {RestError} NOT_FOUND for what is not an integer. */
export function parsePartition(text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw new RestError('NOT_FOUND')
  return Number(text)
}
