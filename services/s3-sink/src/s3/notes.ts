import type { ObjectNotes } from './store.ts'

/** The notes as user metadata: `x-amz-meta-next-offset` and its like. */
export function writeNotes({ start, next, records, sha256 }: ObjectNotes): Record<string, string> {
  return {
    'start-offset': String(start),
    'next-offset': String(next),
    'record-count': String(records),
    sha256,
  }
}

/** The notes of an object, or undefined when any of them is missing or no number. */
export function readNotes(
  metadata: Record<string, string> | undefined = {},
): ObjectNotes | undefined {
  const start = wholeNumber(metadata['start-offset'])
  const next = wholeNumber(metadata['next-offset'])
  const records = wholeNumber(metadata['record-count'])
  const { sha256 } = metadata
  if (start === undefined || next === undefined || records === undefined || !sha256) return
  return { start, next, records, sha256 }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined
}
