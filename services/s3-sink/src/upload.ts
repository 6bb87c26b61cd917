import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { type Timing, withRetry } from '@pinpipe/delivery'
import { SinkError } from './errors.ts'
import type { OpenFile } from './file.ts'
import type { Format } from './format.ts'
import { encodeGaps } from './gaps.ts'
import type { ObjectNotes, ObjectStore } from './s3/store.ts'
import { type Settlement, settle } from './settle.ts'

/** `s3.compression.type`; gzip runs in the thread pool. */
export interface Compression {
  readonly extension: string
  compress(body: Buffer): Promise<Buffer>
  decompress(body: Buffer): Promise<Buffer>
}

export const noCompression: Compression = {
  extension: '',
  compress: async (body) => body,
  decompress: async (body) => body,
}

/** @param level `s3.compression.level`, -1 to 9 */
export function gzipCompression(level: number): Compression {
  return {
    extension: '.gz',
    compress: (body) => promisify<Buffer, object, Buffer>(gzip)(body, { level }),
    decompress: promisify<Buffer, Buffer>(gunzip),
  }
}

/** What a put needs. */
export interface Uploader {
  readonly store: ObjectStore
  readonly format: Format
  readonly compression: Compression
  readonly timing: Timing
  /** `s3.retry.backoff.ms` and our own upper bound. */
  readonly backoff: { readonly baseMs: number; readonly capMs: number }
  /** Told of each failed attempt, counted from 1. */
  onFailure(error: unknown, attempt: number): void
  /** Told of an object without notes whose records were counted instead. */
  onForeign(key: string, records: number): void
}

/**
 * Puts a file, create only, and tries for ever: a put that fails with a `STORE_` code is repeated with
 * full jitter until it is settled or the signal aborts.
 * @throws {SinkError} FOREIGN_OBJECT, or the signal's reason.
 */
export async function putFile(
  key: string,
  file: OpenFile,
  uploader: Uploader,
  signal: AbortSignal,
): Promise<Settlement> {
  const { store, timing, backoff } = uploader
  const { start, next, records } = file
  const body = await uploader.compression.compress(file.body())
  const sha256 = hash('sha256', body, 'hex')
  const own: ObjectNotes = { start, next, records, gaps: encodeGaps(file.gaps), sha256 }
  return withRetry(
    async () => {
      signal.throwIfAborted()
      if (await store.create(key, body, own)) return { next, by: 'created' }
      const found = await store.find(key)
      if (!found) throw new SinkError('STORE_CONFLICT', `${key} came and went`, { retriable: true })
      if (!found.notes) return settle(key, own, await countRecords(key, own, uploader))
      const settlement = settle(key, own, found.notes)
      if (settlement.by === 'other') await checkSameRecords(key, file, uploader)
      return settlement
    },
    {
      policy: { ...backoff, forMs: Number.POSITIVE_INFINITY },
      timing,
      signal,
      decide: (error) => ({ retry: error instanceof SinkError && error.retriable }),
      onRetry: (error, retry) => uploader.onFailure(error, retry + 1),
    },
  )
}

/** Records are passed over only when they are in the object indeed, byte by byte. */
async function checkSameRecords(
  key: string,
  file: OpenFile,
  { store, compression }: Uploader,
): Promise<void> {
  const theirs = await compression.decompress(await store.read(key))
  const ours = file.body()
  const common = Math.min(ours.length, theirs.length)
  if (ours.subarray(0, common).equals(theirs.subarray(0, common))) return
  throw new SinkError(
    'FOREIGN_OBJECT',
    `${key} exists and holds other records than the topic does at these offsets: was the topic deleted and made again? Nothing is passed over or overwritten. Use another bucket or topics.dir, or move the old objects away.`,
    { facts: { key } },
  )
}

/** An object of another writer, the Confluent sink say: its records follow each other without a gap. */
async function countRecords(
  key: string,
  own: ObjectNotes,
  { store, format, compression, onForeign }: Uploader,
): Promise<ObjectNotes> {
  const body = await store.read(key)
  const records = await compression
    .decompress(body)
    .then((plain) => format.count(plain))
    .catch(() => undefined)
  if (!records)
    throw new SinkError(
      'FOREIGN_OBJECT',
      `${key} exists, was not written by this sink, and its records cannot be counted. Move it away, or commit the group's offset past it.`,
      { facts: { key } },
    )
  onForeign(key, records)
  return { start: own.start, next: own.start + records, records, gaps: '', sha256: '' }
}
