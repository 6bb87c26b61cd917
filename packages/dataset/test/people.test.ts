import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { assignFaults } from '../src/faults.ts'
import { makePeople, makePostTimes, type Person } from '../src/people.ts'
import { assignPosters, PSEUDO_POSTER } from '../src/posters.ts'

const SEED = 4
const ROWS = 3000
const posters = assignPosters(assignFaults(ROWS, SEED), SEED)
const people = makePeople(posters, SEED)

const rowsOf = (poster: number) =>
  [...posters.ofRow.keys()].filter((row) => posters.ofRow[row] === poster)

function columnMinima(drawn: readonly Person[]): Person {
  const names = Object.keys(drawn[0] as Person) as (keyof Person)[]
  const least = (name: keyof Person) =>
    drawn.map((each) => each[name]).toSorted((a, b) => (a < b ? -1 : 1))[0]
  return Object.fromEntries(names.map((name) => [name, least(name)])) as unknown as Person
}

describe('people', () => {
  it('are the column-wise minima of what was drawn for their rows', () => {
    for (let poster = 1; poster < 400; poster += 7) {
      const drawn = rowsOf(poster).map((row) => people.ofRow(row))
      expect(people.ofPoster(poster)).toEqual(columnMinima(drawn))
    }
  })

  it('are 20 years old, from Albania and joined in October 2015 when they are the pseudo-user', () => {
    const { country, age, joined } = people.ofPoster(PSEUDO_POSTER)
    expect([country, age]).toEqual(['Albania', 20])
    expect(new Date(joined * 1000).toISOString()).toMatch(/^2015-10/)
  })

  it('have coordinates that come back from a FLOAT column with the same text', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (row) => {
        const { latitude, longitude } = people.ofRow(row)
        for (const degrees of [latitude, longitude]) {
          // MySQL keeps a float32 and prints six significant digits of it.
          expect(Number(Math.fround(degrees).toPrecision(6))).toBe(degrees)
          expect(String(degrees)).not.toContain('e')
        }
        expect(Math.abs(latitude)).toBeLessThanOrEqual(90)
        expect(Math.abs(longitude)).toBeLessThanOrEqual(180)
      }),
    )
  })

  it('are 20 to 60 years old, each age in some row', () => {
    const ages = new Set(Array.from({ length: ROWS }, (_, row) => people.ofRow(row).age))
    expect([...ages].sort()).toEqual(Array.from({ length: 41 }, (_, i) => 20 + i))
  })

  it('joined before any post, whatever the seed', () => {
    const joined = Array.from({ length: ROWS }, (_, row) => people.ofRow(row).joined)
    const lastJoined = Math.max(...joined)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (rows, seed) => {
        const postTime = makePostTimes(rows, seed)
        for (let row = 0; row < rows; row++) expect(postTime(row)).toBeGreaterThan(lastJoined)
      }),
      { numRuns: 20 },
    )
  })
})
