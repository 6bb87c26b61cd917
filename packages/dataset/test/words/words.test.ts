import { describe, expect, it } from '@jest/globals'
import { countries, doubled } from '../../src/words/countries.ts'
import { firstNames, lastNames } from '../../src/words/names.ts'
import { posterName } from '../../src/words/posters.ts'
import { topics } from '../../src/words/topics.ts'

describe('word lists', () => {
  it('name 243 countries in the spelling of the original', () => {
    expect(countries).toHaveLength(243)
    expect(countries).toContain('Antarctica (the territory South of 60 deg S)')
    expect(countries).toContain("Cote d'Ivoire")
    expect(countries).toContain('Macedonia')
    expect(countries.filter((country) => doubled.includes(country))).toEqual(doubled)
  })

  it.each([
    ['countries', countries],
    ['first names', firstNames],
    ['last names', lastNames],
  ])('hold %s in code point order, each once, so that the first is the least', (_, list) => {
    expect(list).toEqual([...new Set(list)].sort())
  })

  it('have at least nine tags for each category, each once and without a comma', () => {
    for (const { tags } of Object.values(topics)) {
      expect(new Set(tags).size).toBe(tags.length)
      expect(tags.length).toBeGreaterThanOrEqual(9)
      expect(tags.join('')).not.toContain(',')
    }
  })
})

describe('poster names', () => {
  const names = Array.from({ length: 160_000 }, (_, poster) => posterName(poster))

  it('differ even when trimmed', () => {
    expect(new Set(names.map((name) => name.trim())).size).toBe(names.length)
  })

  it('have at most 94 characters, some with trailing blanks, bars, commas, braces and emoji', () => {
    const few = names.slice(0, 5000)
    expect(Math.max(...few.map((name) => name.length))).toBeGreaterThan(85)
    expect(names.every((name) => name.length <= 94)).toBe(true)
    for (const shape of [/ $/, /\|/, /,/, /\{.*\}/, /\p{Extended_Pictographic}/u])
      expect(few.filter((name) => shape.test(name)).length).toBeGreaterThan(50)
  })
})
