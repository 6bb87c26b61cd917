import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { RestError } from './errors.ts'

/** A body up to this many times the limit is read to its end, so that its connection stays usable. */
const DRAINED_TIMES_LIMIT = 4

/**
 * Reads a request's body. What is over the limit is not kept: by its Content-Length it is refused
 * unread, and without one it is read on and thrown away.
 * @throws {RestError} BODY_TOO_LARGE
 */
export async function readBody(
  stream: Readable,
  headers: IncomingHttpHeaders,
  limitBytes: number,
): Promise<Buffer> {
  if (Number(headers['content-length'] ?? 0) > limitBytes) throw new RestError('BODY_TOO_LARGE')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= limitBytes) chunks.push(chunk)
    else chunks.length = 0
    if (length > limitBytes * DRAINED_TIMES_LIMIT) break
  }
  if (length > limitBytes) throw new RestError('BODY_TOO_LARGE')
  return Buffer.concat(chunks, length)
}
