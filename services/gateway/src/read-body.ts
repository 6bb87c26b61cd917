import type { Readable } from 'node:stream'
import { RestError } from './errors.ts'
import type { RequestRoom } from './request-room.ts'

/** A body up to this many times the limit is read to its end, so that its connection stays usable. */
const DRAINED_TIMES_LIMIT = 4

/**
 * Reads a request's body, and holds room for as much of it as has come; what cannot be taken is
 * thrown away.
 * @throws {RestError} BODY_TOO_LARGE, OVERLOADED
 */
export async function readBody(
  stream: Readable,
  limitBytes: number,
  room: Pick<RequestRoom, 'take' | 'release'>,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  let refusal: unknown
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limitBytes * DRAINED_TIMES_LIMIT) break
    if (refusal) continue
    try {
      if (length > limitBytes) throw new RestError('BODY_TOO_LARGE')
      room.take(chunk.length)
      chunks.push(chunk)
    } catch (error) {
      refusal = error
      chunks.length = 0
      room.release()
    }
  }
  if (refusal) throw refusal
  return Buffer.concat(chunks, length)
}
