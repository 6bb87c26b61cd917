import { hash } from 'node:crypto'
import { writeNotes } from '../../src/s3/notes.ts'
import type { FoundObject, ObjectNotes, ObjectStore } from '../../src/s3/store.ts'

/** One object of the bucket in memory; without notes it is another writer's. */
export interface StoredObject {
  readonly body: Buffer
  readonly notes?: ObjectNotes
}

/** What S3 takes of user metadata, names and values together. */
const METADATA_BYTES = 2048

/** A bucket in memory, shared by every sink of a test. It keeps what the real one promises. */
export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, StoredObject>()

  async create(key: string, body: Buffer, notes: ObjectNotes): Promise<boolean> {
    if (hash('sha256', body, 'hex') !== notes.sha256) throw new Error(`${key}: wrong checksum`)
    if (Object.entries(writeNotes(notes)).flat().join('').length > METADATA_BYTES)
      throw new Error(`${key}: too much metadata`)
    if (this.objects.has(key)) return false
    this.objects.set(key, { body: Buffer.from(body), notes })
    return true
  }

  async find(key: string): Promise<FoundObject | undefined> {
    const object = this.objects.get(key)
    if (!object) return undefined
    return object.notes ? { notes: object.notes } : {}
  }

  async read(key: string): Promise<Buffer> {
    const object = this.objects.get(key)
    if (!object) throw new Error(`${key} does not exist`)
    return object.body
  }

  async check(): Promise<void> {}
}
