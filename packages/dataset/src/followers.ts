import type { Person } from './people.ts'
import { type Posters, PSEUDO_POSTER } from './posters.ts'
import { draws, shuffle, unit } from './random.ts'

/** The one poster with the most followers of all, and the country it is in. */
const MOST_FOLLOWERS = 15_000_000
const COUNTRY_OF_MOST = 'Anguilla'
/** Nobody else has more. */
const SECOND_MOST = 8_000_000

/** First ages of the age groups after the youngest, and the first year of joining. */
const groupStarts = [25, 36, 51]
const FIRST_YEAR = 2015

/**
 * Followers over the posts of one age group and joining year: the published median, how fast the
 * logarithm falls below it to a single follower (an exponent), and the scale of the logistic
 * distribution above it.
 */
type Spread = readonly [median: number, fall: number, rise: number]

/**
 * By year of joining, then from the youngest to the oldest. Falls and rises are fitted to the
 * medians by age group alone and by year alone, the quartiles and the shares of plain numbers and
 * millions.
 */
const spreads: readonly Spread[] = [
  [375_000, 0.28, 0.26],
  [37_000, 0.14, 0.69],
  [22_000, 0.42, 0.5],
  [11_000, 1.17, 0.43],
  [46_000, 0.11, 0.55],
  [24_000, 1.17, 0.21],
  [9000, 1.09, 0.39],
  [3000, 1.06, 0.36],
  [7000, 0.21, 0.34],
  [4000, 1.04, 0.57],
  [3000, 1.19, 1.09],
  [3000, 0.96, 0.54],
]

function spreadOf({ age, joined }: Person): number {
  const year = new Date(joined * 1000).getUTCFullYear() - FIRST_YEAR
  const group = groupStarts.filter((start) => age >= start).length
  return year * (groupStarts.length + 1) + group
}

/** The followers that stand at a place between 0 and 1. */
function followersAt([median, fall, rise]: Spread, place: number): number {
  const middle = Math.log10(median)
  if (place < 0.5) return 10 ** (middle * (2 * place) ** fall)
  return 10 ** (middle + rise * Math.log(place / (1 - place)))
}

/**
 * The followers of each poster. In random order, the posters of one spread take the middle of
 * their posts' share of it, so that medians over posts hold for any seed.
 */
function drawFollowers(
  posters: Posters,
  person: (poster: number) => Person,
  seed: number,
): Float64Array {
  const order = Int32Array.from(posters.sizes.keys()).subarray(PSEUDO_POSTER + 1)
  shuffle(order, draws(seed, 'followers'))
  const spreadOfPoster = Uint8Array.from(posters.sizes, (_, poster) => spreadOf(person(poster)))
  const posts = spreads.map(() => 0)
  const middles = new Float64Array(posters.sizes.length)
  for (const poster of order) {
    const spread = spreadOfPoster[poster] as number
    const size = posters.sizes[poster] as number
    middles[poster] = (posts[spread] as number) + size / 2
    posts[spread] = (posts[spread] as number) + size
  }
  return middles.map((middle, poster) => {
    const spread = spreadOfPoster[poster] as number
    return followersAt(spreads[spread] as Spread, middle / (posts[spread] as number))
  })
}

/** Rows are scraped at different moments: counts of one poster differ by up to this share. */
const DRIFT = 0.002

/**
 * The followers that a row shows for its poster, as exact as their text: up to 999, in thousands
 * or in millions.
 */
export function makeFollowers(
  posters: Posters,
  person: (poster: number) => Person,
  seed: number,
): (poster: number, row: number) => number {
  const followers = drawFollowers(posters, person, seed)
  const drift = draws(seed, 'followers/drift')
  const top = posterWithMost(posters, person)
  return (poster, row) => {
    if (poster === top) return MOST_FOLLOWERS
    const drifted = (followers[poster] as number) * (1 + DRIFT * (unit(drift(row)) - 0.5))
    return asShown(Math.min(SECOND_MOST, drifted))
  }
}

/** The poster with most posts in the country of the published answer, else the busiest of all. */
function posterWithMost(posters: Posters, person: (poster: number) => Person): number {
  for (let poster = 1; poster < posters.sizes.length; poster++)
    if (person(poster).country === COUNTRY_OF_MOST) return poster
  return 1
}

/** Rounds to what the text can say: units below 1,000, then thousands, then millions. */
export function asShown(count: number): number {
  const units = Math.round(count)
  if (units < 1000) return units
  const thousands = Math.round(count / 1000)
  return thousands < 1000 ? thousands * 1000 : Math.round(count / 1_000_000) * 1_000_000
}

/** A count as the source writes it, without decimals: `512`, `28k`, `3M`. */
export function followerText(count: number): string {
  if (count >= 1_000_000) return `${count / 1_000_000}M`
  return count >= 1000 ? `${count / 1000}k` : `${count}`
}
