import type { ObjectNotes } from '../../src/s3/store.ts'

/** The offset of each record of an object, as its notes tell. */
export function offsetsOf({ start, records, gaps }: ObjectNotes): number[] {
  const missing = new Map(
    gaps.split(',').map((gap) => gap.split(':').map(Number) as [number, number]),
  )
  let next = start
  return Array.from({ length: records }, (_, at) => {
    const offset = next + (missing.get(at + 1) ?? 0)
    next = offset + 1
    return offset
  })
}
