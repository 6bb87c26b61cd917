import { expect, test } from '@jest/globals'
import { answerTables, countTable } from '../../src/start/present.ts'

const PER_KIND = { pin: 3, geo: 2, user: 1 }
const DOCUMENT = {
  posts: 2,
  sent: 6,
  acknowledged: 6,
  unknown: 0,
  landed: 6,
  objects: 3,
  clean: PER_KIND,
  duplicates: { pin: 0, geo: 0, user: 0 },
  quarantined: { pin: 0, geo: 0, user: 0 },
  stream: null,
  answers: {},
  seconds: {},
  ok: false,
}

test('an answer shows its first rows and says how many more there are', () => {
  const rows = Array.from({ length: 12 }, (_, row) => [`country ${row}`, row])
  const text = answerTables({ '6b': { columns: ['country', 'follower_count'], rows } })
  expect(text).toContain('Task 6b')
  expect(text).toContain('follower_count')
  expect(text).toContain('country 9')
  expect(text).not.toContain('country 10')
  expect(text).toContain('… and 2 more rows')
})

test('the counts tell the rate that was held or not, and what the oracle says', () => {
  const rate = { asked: 2000, achieved: 1500, held: false }
  const text = countTable(DOCUMENT, { posts: 2, acknowledged: 6, seconds: 1.5, rate })
  expect(text).toContain('2 in 1.5 s: 1500 posts/s (2000 asked, not held)')
  expect(text).toContain('6 (pin 3, geo 2, user 1)')
  expect(text).toMatch(/proven by the oracle.*NO/)
})
