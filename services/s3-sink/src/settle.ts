import { SinkError } from './errors.ts'
import type { ObjectNotes } from './s3/store.ts'

/** How a put ended: the bucket now holds every record below `next`. */
export interface Settlement {
  readonly next: number
  /** created: by this put; own: by an earlier one whose answer was lost; other: by another writer. */
  readonly by: 'created' | 'own' | 'other'
}

/**
 * Settles a put that was refused because the name is taken. Every writer of a partition names its
 * next file by the same record, so the object found covers [start, next) and all go on at its end:
 * nothing is written twice, whoever came first and wherever it closed the file.
 * @throws {SinkError} FOREIGN_OBJECT when the object cannot be such a file.
 */
export function settle(key: string, own: ObjectNotes, found: ObjectNotes): Settlement {
  if (found.start !== own.start || found.next <= found.start || found.records < 1)
    throw new SinkError(
      'FOREIGN_OBJECT',
      `${key} exists, but its metadata does not fit its name: start-offset ${found.start}, next-offset ${found.next}, record-count ${found.records}. Move the object away to go on.`,
      { facts: { key } },
    )
  return { next: found.next, by: found.sha256 === own.sha256 ? 'own' : 'other' }
}
