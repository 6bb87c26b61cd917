import type { ObjectNotes } from './store.ts'

/** The notes as user metadata: `x-amz-meta-next-offset` and its like; no `offset-gaps` without gaps. */
export function writeNotes(notes: ObjectNotes): Record<string, string> {
  const { start, next, records, gaps, sha256 } = notes
  return {
    'start-offset': String(start),
    'next-offset': String(next),
    'record-count': String(records),
    ...(gaps && { 'offset-gaps': gaps }),
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
  const { sha256, 'offset-gaps': gaps = '' } = metadata
  if (start === undefined || next === undefined || records === undefined || !sha256) return
  return { start, next, records, gaps, sha256 }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined
}
