import { describe, expect, test } from '@jest/globals'
import { readNotes, writeNotes } from '../../src/s3/notes.ts'

const notes = { start: 5, next: 8, records: 3, sha256: 'ab' }

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

  test.each([
    [undefined],
    [{}],
    [{ ...writeNotes(notes), 'next-offset': '8x' }],
    [{ ...writeNotes(notes), sha256: '' }],
  ])('are none where one is missing or wrong: %j', (metadata) => {
    expect(readNotes(metadata as Record<string, string> | undefined)).toBeUndefined()
  })
})
