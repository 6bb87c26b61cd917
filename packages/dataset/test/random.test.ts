import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Dice, draws, shuffle, unit } from '../src/random.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })

describe('draws', () => {
  it('give the same word for the same seed, concern and counter, in any order', () => {
    fc.assert(
      fc.property(seeds, fc.string(), fc.array(fc.nat()), (seed, concern, counters) => {
        const forwards = counters.map(draws(seed, concern))
        const backwards = counters.toReversed().map(draws(seed, concern)).reverse()
        expect(backwards).toEqual(forwards)
      }),
    )
  })

  it('give distinct words for distinct counters', () => {
    const words = draws(1, 'concern')
    expect(new Set(Array.from({ length: 100_000 }, (_, i) => words(i))).size).toBe(100_000)
  })

  it('differ by seed and by concern', () => {
    const words = [draws(1, 'a')(0), draws(2, 'a')(0), draws(1, 'b')(0), draws(11, '')(0)]
    expect(new Set(words).size).toBe(words.length)
  })

  it('fill [0, 1) evenly', () => {
    const words = draws(7, 'evenly')
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 100_000; i++) {
      const tenth = Math.floor(unit(words(i)) * 10)
      counts[tenth] = (counts[tenth] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })
})

describe('shuffle', () => {
  it('keeps every item', () => {
    fc.assert(
      fc.property(fc.int32Array(), seeds, (items, seed) => {
        const shuffled = Int32Array.from(items)
        shuffle(shuffled, draws(seed, 'shuffle'))
        expect(shuffled.toSorted()).toEqual(items.toSorted())
      }),
    )
  })

  it('changes the order', () => {
    const items = Int32Array.from({ length: 100 }, (_, i) => i)
    const shuffled = Int32Array.from(items)
    shuffle(shuffled, draws(1, 'shuffle'))
    expect(shuffled).not.toEqual(items)
  })
})

describe('Dice', () => {
  it('stay within their bounds', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: -9, max: 9 }), fc.nat(9), (word, low, span) => {
        const dice = new Dice(word)
        const rolled = dice.between(low, low + span)
        expect(rolled).toBeGreaterThanOrEqual(low)
        expect(rolled).toBeLessThanOrEqual(low + span)
        expect(dice.hex(11)).toMatch(/^[0-9a-f]{11}$/)
      }),
    )
  })
})
