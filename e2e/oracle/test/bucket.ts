import { gzipSync } from 'node:zlib'
import { sha256 } from '../src/lines.ts'
import type { ObjectStore, Stored } from '../src/store.ts'
import type { Kind } from '../src/verdict.ts'

export const ID = '0a1b2c3d4e5f'
export const topicOf = (kind: Kind): string => `${ID}.${kind}`

/** A bucket in memory. */
export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, Stored>()

  put(key: string, body: string | Uint8Array, metadata: Record<string, string> = {}): void {
    this.objects.set(key, { body: Buffer.from(body), metadata })
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix))
  }

  async get(key: string): Promise<Stored> {
    const stored = this.objects.get(key)
    if (!stored) throw new Error(`no such key: ${key}`)
    return stored
  }
}

/** Object of one kind whose first line is at `start`, with the metadata that the sink gives it. */
export function putObject(store: MemoryStore, kind: Kind, start: number, values: string[]): string {
  const zipped = start > 0
  const text = Buffer.from(values.map((value) => `${value}\n`).join(''))
  const body = zipped ? gzipSync(text) : text
  const key = objectKey(kind, start)
  store.put(key, body, {
    'record-count': String(values.length),
    'next-offset': String(start + values.length),
    sha256: sha256(body),
  })
  return key
}

export function objectKey(kind: Kind, start: number): string {
  const topic = topicOf(kind)
  const offset = String(start).padStart(10, '0')
  return `topics/${topic}/partition=0/${topic}+0+${offset}.json${start > 0 ? '.gz' : ''}`
}
