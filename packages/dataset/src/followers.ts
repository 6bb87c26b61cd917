import type { Person } from './people.ts'
import type { Posters } from './posters.ts'
import { draws, unit } from './random.ts'

/** The one poster with the most followers of all, and the country it is in. */
const MOST_FOLLOWERS = 15_000_000
const COUNTRY_OF_MOST = 'Anguilla'
/** Nobody else has more. */
const SECOND_MOST = 8_000_000

type Knots = readonly (readonly [posts: number, value: number])[]

/**
 * Followers by the poster's number of posts: the decimal logarithm of the median, and the scales
 * below and above it of a logistic distribution. Fitted to the reference's quartiles, text shapes
 * and published medians.
 */
const medians: Knots = [
  [1, 3.53],
  [2, 4.26],
  [4, 4.34],
  [8, 5.09],
  [16, 5.43],
  [40, 5.54],
  [115, 5.9],
]
const scalesBelow: Knots = [
  [1, 2.14],
  [3, 0.75],
  [9, 0.46],
  [30, 0.35],
  [115, 0.76],
]
const scalesAbove: Knots = [
  [1, 0.67],
  [3, 0.42],
  [9, 0.31],
  [30, 0.38],
  [115, 0.49],
]

/** Interpolates between knots on the logarithm of the number of posts. */
function interpolate(knots: Knots, posts: number): number {
  const next = knots.findIndex(([at]) => posts <= at)
  if (next <= 0) return (knots.at(next) as Knots[number])[1]
  const [fromAt, from] = knots[next - 1] as Knots[number]
  const [toAt, to] = knots[next] as Knots[number]
  return from + ((to - from) * Math.log(posts / fromAt)) / Math.log(toAt / fromAt)
}

/** Step of the golden-ratio sequence, which spreads neighbours evenly over (0, 1). */
const GOLDEN_STEP = 0.6180339887498949

/** Rows are scraped at different moments: counts of one poster differ by up to this share. */
const DRIFT = 0.002

/**
 * The followers that a row shows for its poster, as exact as their text: up to 999, in thousands
 * or in millions. Posters stand in order of their posts, and neighbours get evenly spread places
 * in the distribution, so that medians hold for any seed.
 */
export function makeFollowers(
  posters: Posters,
  person: (poster: number) => Person,
  seed: number,
): (poster: number, row: number) => number {
  const start = unit(draws(seed, 'followers')(0))
  const drift = draws(seed, 'followers/drift')
  const top = posterWithMost(posters, person)
  return (poster, row) => {
    if (poster === top) return MOST_FOLLOWERS
    const posts = posters.sizes[poster] as number
    const place = (start + poster * GOLDEN_STEP) % 1
    const logit = Math.log((place + 1e-9) / (1 - place))
    const scale = interpolate(logit < 0 ? scalesBelow : scalesAbove, posts)
    const base = 10 ** (interpolate(medians, posts) + scale * logit)
    return asShown(Math.min(SECOND_MOST, base * (1 + DRIFT * (unit(drift(row)) - 0.5))))
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
