import type { Readable } from 'node:stream'
import { RestError } from './errors.ts'

/** A body up to this many times the limit is read to its end, so that its connection stays usable. */
const DRAINED_TIMES_LIMIT = 4

/** Reads a request's body; what is over the limit is thrown away. @throws {RestError} BODY_TOO_LARGE */
export async function readBody(stream: Readable, limitBytes: number): Promise<Buffer> {
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
