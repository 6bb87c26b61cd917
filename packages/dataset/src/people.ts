import { type Posters, PSEUDO_POSTER } from './posters.ts'
import { apportion, quotaCodes } from './quotas.ts'
import { type Draws, draws, unit } from './random.ts'
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

/** Posts of each year in the reference sample, from the end of the joining window on. */
const postYears = [
  { from: JOINED_TO, to: second('2018-01-01'), posts: 38 },
  { from: second('2018-01-01'), to: second('2019-01-01'), posts: 208 },
  { from: second('2019-01-01'), to: second('2020-01-01'), posts: 202 },
  { from: second('2020-01-01'), to: second('2021-01-01'), posts: 222 },
  { from: second('2021-01-01'), to: second('2022-01-01'), posts: 216 },
  { from: second('2022-01-01'), to: POSTED_TO, posts: 182 },
]

/** When each row was posted, seconds since 1970: the years in exact shares, evenly within each. */
export function makePostTimes(rows: number, seed: number): (row: number) => number {
  const shares = postYears.map(({ posts }) => posts)
  const yearOf = quotaCodes(rows, shares, draws(seed, 'timestamp/year'))
  const random = draws(seed, 'timestamp')
  return (row) => {
    const { from, to } = postYears[yearOf[row] as number] as (typeof postYears)[number]
    return from + Math.floor(unit(random(row)) * (to - from))
  }
}

/** A value as a FLOAT column gives it back: six significant digits. */
const float = (value: number): number => Number(value.toPrecision(6))

const at = <T>(items: readonly T[], share: number): T =>
  items[Math.floor(share * items.length)] as T

/** Posts by the age of their poster in the reference sample, each band up to the next. */
const ageBands = [
  { from: 20, to: 21, posts: 188 },
  { from: 21, to: 22, posts: 125 },
  { from: 22, to: 23, posts: 57 },
  { from: 23, to: 24, posts: 70 },
  { from: 24, to: 25, posts: 45 },
  { from: 25, to: 36, posts: 292 },
  { from: 36, to: 51, posts: 206 },
  { from: 51, to: 61, posts: 85 },
]

/**
 * How age rises with its draw. Each band reaches up to the draw at which the posts of the posters
 * below come closest to its share, so that the shares hold for any seed.
 */
function makeAgeScale(least: Uint32Array, posters: Posters): (share: number) => number {
  const posts = (poster: number) => posters.sizes[poster] as number
  const share = (poster: number) => unit(least[poster] as number)
  const order = Array.from(least.keys()).sort((a, b) => share(a) - share(b))
  const quotas = apportion(
    posters.ofRow.length,
    ageBands.map((band) => band.posts),
  )
  let next = 0
  let missing = 0
  const ends = quotas.map((quota) => {
    missing += quota
    for (; next < order.length && posts(order[next] as number) / 2 <= missing; next++)
      missing -= posts(order[next] as number)
    return next < order.length ? share(order[next] as number) : 1
  })
  return (share) => {
    const band = ends.findIndex((end) => share < end)
    const { from, to } = ageBands[band] as (typeof ageBands)[number]
    const start = ends[band - 1] ?? 0
    return from + Math.floor(((share - start) / ((ends[band] as number) - start)) * (to - from))
  }
}

/** Shares of each column, each in [0, 1); a column rises with its share. */
type Shares = Readonly<Record<Column, number>>

function personAt(share: Shares, age: (share: number) => number): Person {
  return {
    country: at(countryDraws, share.country),
    latitude: float(-90 + 180 * share.latitude),
    longitude: float(-180 + 360 * share.longitude),
    firstName: at(firstNames, share.first),
    lastName: at(lastNames, share.last),
    age: age(share.age),
    joined: JOINED_FROM + Math.floor(share.joined * (JOINED_TO - JOINED_FROM)),
  }
}

/** The people of a data set. */
export interface People {
  /** The person behind a poster. */
  ofPoster(poster: number): Person
  /** The person that was drawn for one row alone, before the minima over its poster's rows. */
  ofRow(row: number): Person
}

/**
 * Each row draws a person at random; a poster's is the minimum, column by column, over its rows,
 * which makes busy posters young, early joiners and from countries with A. A column rises with
 * its draw, so the minimum is taken of the draws.
 */
export function makePeople(posters: Posters, seed: number): People {
  const random = byColumn((column) => draws(seed, `person/${column}`))
  const least = byColumn((column) => leastDraws(posters, random[column]))
  const age = makeAgeScale(least.age, posters)
  return {
    ofPoster(poster) {
      const person = personAt(
        byColumn((column) => unit(least[column][poster] as number)),
        age,
      )
      return poster === PSEUDO_POSTER ? asPseudoUser(person) : person
    },
    ofRow(row) {
      return personAt(
        byColumn((column) => unit(random[column](row))),
        age,
      )
    },
  }
}

const byColumn = <T>(value: (column: Column) => T) =>
  Object.fromEntries(columns.map((column) => [column, value(column)])) as Record<Column, T>

/** The lowest draw among the rows of each poster. */
function leastDraws(posters: Posters, random: Draws): Uint32Array {
  const least = new Uint32Array(posters.sizes.length).fill(2 ** 32 - 1)
  for (const [row, poster] of posters.ofRow.entries()) {
    const word = random(row)
    if (word < (least[poster] as number)) least[poster] = word
  }
  return least
}

/** The source's pseudo-user is from Albania, 20 years old and joined in October 2015. */
function asPseudoUser(person: Person): Person {
  const joined = JOINED_FROM + ((person.joined - JOINED_FROM) % (12 * DAY))
  return { ...person, country: 'Albania', age: 20, joined }
}
