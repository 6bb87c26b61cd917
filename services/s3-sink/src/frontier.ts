/** Offsets [start, next) that one object of the bucket covers. */
export interface Covered {
  readonly start: number
  readonly next: number
}

/** What of a partition is not safe yet, and what is. */
export interface PartitionState {
  /** Start offsets of the files that are open or not yet in the bucket. */
  readonly files: Iterable<number>
  /** Offsets of records whose dead letter is not acknowledged. */
  readonly deadLetters: Iterable<number>
  /** The objects known to be in the bucket, as far as they reach above the last frontier. */
  readonly objects: Iterable<Covered>
  /** The offset after the last record that was looked at. */
  readonly next: number
}

/**
 * The offset that may be committed: everything below it is durable, or was skipped on purpose, and it
 * never lies within an object. A sink that began inside one would name its first file by another
 * record, not meet the object, and write its records again.
 */
export function frontier({ files, deadLetters, objects, next }: PartitionState): number {
  const least = Math.min(next, ...files, ...deadLetters)
  for (const object of objects) if (object.start < least && least < object.next) return object.start
  return least
}
