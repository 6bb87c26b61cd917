import { describe, expect, test } from '@jest/globals'
import { encodeGaps } from '../../src/gaps.ts'
import { MOST_GAPS } from '../../src/rotation.ts'
import { readNotes, writeNotes } from '../../src/s3/notes.ts'

const notes = { start: 5, next: 8, records: 3, gaps: '', sha256: 'ab' }

describe('object notes', () => {
  test('are four entries of user metadata', () => {
    expect(writeNotes(notes)).toEqual({
      'start-offset': '5',
      'next-offset': '8',
      'record-count': '3',
      sha256: 'ab',
    })
    expect(readNotes(writeNotes(notes))).toEqual(notes)
  })

  test('are one more where offsets are left out', () => {
    const gapped = { ...notes, next: 11, gaps: '2:1,3:2' }
    expect(writeNotes(gapped)).toMatchObject({ 'offset-gaps': '2:1,3:2' })
    expect(readNotes(writeNotes(gapped))).toEqual(gapped)
  })

  test('fit the 2 KB of S3 with the most gaps and the largest numbers', () => {
    const largest = Number.MAX_SAFE_INTEGER
    const gaps = encodeGaps(Array(MOST_GAPS).fill({ line: largest, offsets: largest }))
    const worst = { start: largest, next: largest, records: largest, gaps, sha256: 'a'.repeat(64) }
    expect(Object.entries(writeNotes(worst)).flat().join('').length).toBeLessThan(2048)
  })

  test.each([
    [undefined],
    [{}],
    [{ ...writeNotes(notes), 'next-offset': '8x' }],
    [{ ...writeNotes(notes), sha256: '' }],
  ])('are none where one is missing or wrong: %j', (metadata) => {
    expect(readNotes(metadata as Record<string, string> | undefined)).toBeUndefined()
  })
})
