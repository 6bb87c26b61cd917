import { type Posters, PSEUDO_POSTER } from './posters.ts'
import { draws, unit } from './random.ts'
import { countries, doubled } from './words/countries.ts'
import { firstNames, lastNames } from './words/names.ts'

/** What is the same in all posts of one poster. */
export interface Person {
  readonly country: string
  readonly latitude: number
  readonly longitude: number
  readonly firstName: string
  readonly lastName: string
  readonly age: number
  /** Seconds since 1970. */
  readonly joined: number
}

const columns = ['country', 'latitude', 'longitude', 'first', 'last', 'age', 'joined'] as const
type Column = (typeof columns)[number]

const countryDraws = [...countries, ...doubled].sort()
const second = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000
const JOINED_FROM = second('2015-10-20')
const JOINED_TO = second('2017-10-20')
const POSTED_TO = second('2022-10-20')
const DAY = 86_400

/** When a row was posted, seconds since 1970: in the five years after the joining window. */
export function makePostTimes(seed: number): (row: number) => number {
  const random = draws(seed, 'timestamp')
  return (row) => JOINED_TO + Math.floor(unit(random(row)) * (POSTED_TO - JOINED_TO))
}

/** A value as a FLOAT column gives it back: six significant digits. */
const float = (value: number): number => Number(value.toPrecision(6))

const at = <T>(items: readonly T[], share: number): T =>
  items[Math.floor(share * items.length)] as T

/** The person with the given shares, each in [0, 1) and each column rising with its share. */
function personAt(share: Readonly<Record<Column, number>>): Person {
  return {
    country: at(countryDraws, share.country),
    latitude: float(-90 + 180 * share.latitude),
    longitude: float(-180 + 360 * share.longitude),
    firstName: at(firstNames, share.first),
    lastName: at(lastNames, share.last),
    age: 20 + Math.floor(share.age * 41),
    joined: JOINED_FROM + Math.floor(share.joined * (JOINED_TO - JOINED_FROM)),
  }
}

const rowDraws = (seed: number) =>
  columns.map((column) => [column, draws(seed, `person/${column}`)] as const)

/** The person that was drawn for one row alone, before the minima over its poster's rows. */
export function rawPerson(row: number, seed: number): Person {
  const shares = rowDraws(seed).map(([column, random]) => [column, unit(random(row))])
  return personAt(Object.fromEntries(shares) as Record<Column, number>)
}

/**
 * The person behind each poster. Each row draws one at random; a poster's is the minimum, column
 * by column, over its rows, which makes busy posters young, early joiners and from countries with
 * A. A column rises with its draw, so the minimum is taken of the draws.
 */
export function makePeople(posters: Posters, seed: number): (poster: number) => Person {
  const minima = rowDraws(seed).map(([column, random]) => {
    const least = new Uint32Array(posters.sizes.length).fill(2 ** 32 - 1)
    for (const [row, poster] of posters.ofRow.entries()) {
      const word = random(row)
      if (word < (least[poster] as number)) least[poster] = word
    }
    return [column, least] as const
  })
  return (poster) => {
    const shares = minima.map(([column, least]) => [column, unit(least[poster] as number)])
    const person = personAt(Object.fromEntries(shares) as Record<Column, number>)
    return poster === PSEUDO_POSTER ? asPseudoUser(person) : person
  }
}

/** The source's pseudo-user is from Albania, 20 years old and joined in October 2015. */
function asPseudoUser(person: Person): Person {
  const joined = JOINED_FROM + ((person.joined - JOINED_FROM) % (12 * DAY))
  return { ...person, country: 'Albania', age: 20, joined }
}
