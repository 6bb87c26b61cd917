import { ServiceError } from '../core/errors.ts'

/** A page token or iterator is valid for 5 minutes (API reference of ListShards and GetShardIterator). */
const LIFE_MS = 300_000

/** A stream's name and a place in it, which JSON can hold, as one opaque text. */
export function encodeToken(nowMs: number, stream: string, ...place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([nowMs, stream, ...place])).toString('base64')
}

/** The stream of any token or iterator, also of an expired one; undefined for another text. */
export function streamOfToken(token: string): string | undefined {
  const [, stream] = parse(token)
  return typeof stream === 'string' ? stream : undefined
}

/**
 * Stream and place of a token made by `encodeToken`.
 * @throws {ServiceError} for another text, and, with the code `expired`, for one older than 5 minutes.
 */
export function decodeToken(
  token: string,
  nowMs: number,
  expired: 'ExpiredIteratorException' | 'ExpiredNextTokenException',
): unknown[] {
  const [madeAt, ...fields] = parse(token)
  if (typeof madeAt !== 'number')
    throw new ServiceError('InvalidArgumentException', 'The iterator or token is not valid.')
  if (nowMs - madeAt <= LIFE_MS) return fields
  throw new ServiceError(
    expired,
    `It was made at ${madeAt} ms, more than ${LIFE_MS} ms before now.`,
  )
}

function parse(token: string): unknown[] {
  try {
    const fields: unknown = JSON.parse(Buffer.from(token, 'base64').toString())
    return Array.isArray(fields) ? fields : []
  } catch {
    return []
  }
}
