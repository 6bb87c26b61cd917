import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { assignFaults, everythingMissing } from '../src/faults.ts'
import { assignPosters, PSEUDO_POSTER, posterSizes } from '../src/posters.ts'

const sum = (numbers: Int32Array) => numbers.reduce((a, b) => a + b, 0)

describe('posters', () => {
  it('have as many posts together as there are rows, for any number of rows', () => {
    fc.assert(
      fc.property(fc.nat(30_000), (rows) => {
        const sizes = posterSizes(rows)
        expect(sum(sizes)).toBe(rows)
        expect(sizes.every((size, i) => size >= (sizes[i + 1] ?? 1))).toBe(true)
      }),
    )
  })

  it('grow in number with the rows, not in size', () => {
    const small = posterSizes(11_029)
    const large = posterSizes(1_102_900)
    expect(large.length / small.length).toBeCloseTo(100, 0)
    expect(large[0]).toBe(small[0])
  })

  it('are given to each row, the pseudo-poster to those without user, for any number of rows', () => {
    const anyRows = fc.oneof(fc.nat(120), fc.nat(10_000))
    fc.assert(fc.property(anyRows, checkAssignment), {
      numRuns: 40,
      examples: [[1], [12], [52], [11_154]],
    })
  })
})

function checkAssignment(rows: number): void {
  const faultOf = assignFaults(rows, 9)
  const { ofRow, sizes } = assignPosters(faultOf, 9)
  const isPseudo = ofRow.map((poster) => Number(poster === PSEUDO_POSTER))
  expect(isPseudo).toEqual(Int32Array.from(faultOf, (code) => Number(code === everythingMissing)))
  const counted = new Int32Array(sizes.length)
  for (const poster of ofRow) counted[poster] = (counted[poster] ?? 0) + 1
  expect(counted).toEqual(sizes)
  expect(sum(sizes)).toBe(rows)
  expect(sizes.subarray(1).every((size) => size > 0)).toBe(true)
}
