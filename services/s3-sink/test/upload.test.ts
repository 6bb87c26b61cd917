import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { SinkError, type SinkErrorCode } from '../src/errors.ts'
import { OpenFile } from '../src/file.ts'
import { byteArrayFormat, jsonFormat } from '../src/format.ts'
import type { ObjectStore } from '../src/s3/store.ts'
import { gzipCompression, noCompression, putFile, type Uploader } from '../src/upload.ts'
import { MemoryStore } from './support/memory-store.ts'

const KEY = 'topics/t/partition=0/t+0+0000000005.json'

function fileOf(texts: readonly string[], start = 5): OpenFile {
  const record = (text: string, at: number) => ({
    offset: start + at,
    bytes: Buffer.from(text),
    timestamp: 0,
  })
  const [first = '', ...rest] = texts
  const file = new OpenFile(record(first, 0), {
    encodedPartition: 'partition=0',
    isDue: () => false,
    separator: Buffer.from('\n'),
  })
  for (const [at, text] of rest.entries()) file.append(record(text, at + 1))
  return file
}

function uploader(store: ObjectStore, change: Partial<Uploader> = {}) {
  const waits: number[] = []
  const failures: string[] = []
  const foreign: number[] = []
  const parts: Uploader = {
    store,
    format: jsonFormat,
    compression: noCompression,
    backoff: { baseMs: 100, capMs: 1000 },
    timing: { now: () => 0, random: () => 0.5, sleep: async (ms) => void waits.push(ms) },
    onFailure: (error) => failures.push((error as SinkError).code),
    onForeign: (_key, records) => foreign.push(records),
    ...change,
  }
  return { parts, waits, failures, foreign }
}

const never = new AbortController().signal

/** A store that fails with `codes` in turn before it works. */
function failing(store: MemoryStore, codes: readonly SinkErrorCode[]): ObjectStore {
  const left = [...codes]
  const create: ObjectStore['create'] = async (key, body, notes) => {
    const code = left.shift()
    if (code) throw new SinkError(code, 'simulated', { retriable: true })
    return store.create(key, body, notes)
  }
  return {
    create,
    find: (key) => store.find(key),
    read: (key) => store.read(key),
    check: store.check,
  }
}

describe('putFile', () => {
  test('creates the object with notes that say what it holds', async () => {
    const store = new MemoryStore()
    const outcome = await putFile(KEY, fileOf(['{}', '[]']), uploader(store).parts, never)
    expect(outcome).toEqual({ next: 7, by: 'created' })
    expect(store.objects.get(KEY)).toMatchObject({
      body: Buffer.from('{}\n[]\n'),
      notes: { start: 5, next: 7, records: 2 },
    })
  })

  test('notes which offsets are left out between the records', async () => {
    const store = new MemoryStore()
    const file = fileOf(['{}', '[]'])
    file.append({ offset: 9, bytes: Buffer.from('1'), timestamp: 0 })
    await putFile(KEY, file, uploader(store).parts, never)
    expect(store.objects.get(KEY)?.notes).toMatchObject({ next: 10, records: 3, gaps: '3:2' })
  })

  test('compresses, and the checksum is of the body as stored', async () => {
    const store = new MemoryStore()
    const { parts } = uploader(store, { compression: gzipCompression(9) })
    await putFile(KEY, fileOf(['{}']), parts, never)
    expect(gunzipSync(store.objects.get(KEY)?.body ?? '').toString()).toBe('{}\n')
  })

  test('tries for ever with full jitter, whatever the store fails with', async () => {
    const codes: SinkErrorCode[] = [
      'STORE_THROTTLED',
      'STORE_CONFLICT',
      'STORE_FAILED',
      'STORE_UNREACHABLE',
      'STORE_FORBIDDEN',
      'STORE_NO_BUCKET',
    ]
    const { parts, waits, failures } = uploader(failing(new MemoryStore(), codes))
    expect(await putFile(KEY, fileOf(['{}']), parts, never)).toEqual({ next: 6, by: 'created' })
    expect(failures).toEqual(codes)
    expect(waits).toEqual([50, 100, 200, 400, 500, 500])
  })

  test('knows its own object again after a lost answer', async () => {
    const store = new MemoryStore()
    await putFile(KEY, fileOf(['{}']), uploader(store).parts, never)
    const again = await putFile(KEY, fileOf(['{}']), uploader(store).parts, never)
    expect(again).toEqual({ next: 6, by: 'own' })
  })

  test('goes on where the object of another sink ends', async () => {
    const store = new MemoryStore()
    await putFile(KEY, fileOf(['{}', '{}', '{}']), uploader(store).parts, never)
    const outcome = await putFile(KEY, fileOf(['{}']), uploader(store).parts, never)
    expect(outcome).toEqual({ next: 8, by: 'other' })
  })

  test('stops where the object of another sink holds other records: the topic was made again', async () => {
    const store = new MemoryStore()
    await putFile(KEY, fileOf(['{"old":1}', '{}']), uploader(store).parts, never)
    const put = putFile(KEY, fileOf(['{"new":1}']), uploader(store).parts, never)
    await expect(put).rejects.toMatchObject({
      code: 'FOREIGN_OBJECT',
      message: expect.stringContaining('was the topic deleted and made again?'),
    })
  })

  test('counts the lines of an object without notes', async () => {
    const store = new MemoryStore()
    store.objects.set(KEY, { body: gzipSync('{}\n{}\n') })
    const { parts, foreign } = uploader(store, { compression: gzipCompression(-1) })
    expect(await putFile(KEY, fileOf(['{}']), parts, never)).toEqual({ next: 7, by: 'other' })
    expect(foreign).toEqual([2])
  })

  test.each([
    ['is empty', { body: Buffer.alloc(0) }, {}],
    [
      'is not compressed as it should be',
      { body: Buffer.from('{}\n') },
      { compression: gzipCompression(1) },
    ],
    [
      'is of a format without lines',
      { body: Buffer.from('{}\n') },
      { format: byteArrayFormat('.bin', '\n') },
    ],
  ])('stops at an object without notes that %s', async (_what, object, change) => {
    const store = new MemoryStore()
    store.objects.set(KEY, object)
    const put = putFile(KEY, fileOf(['{}']), uploader(store, change).parts, never)
    await expect(put).rejects.toMatchObject({ code: 'FOREIGN_OBJECT' })
  })

  test('puts nothing once the epoch is over', async () => {
    const store = new MemoryStore()
    const put = putFile(KEY, fileOf(['{}']), uploader(store).parts, AbortSignal.abort())
    await expect(put).rejects.toThrow()
    expect(store.objects.size).toBe(0)
  })
})
