import type { Records } from '@pinpipe/schema'
import { makeFollowers } from './followers.ts'
import { makePeople, makePostTimes, type Person } from './people.ts'
import { type CleanPin, makePin, type PinPlan, planPins } from './pins.ts'
import { assignPosters } from './posters.ts'
import { draws } from './random.ts'
import { posterName } from './words/posters.ts'

/** Rows of each table of the original. */
export const DEFAULT_ROWS = 11_154
/** The seed for which the calibration is tested. */
export const DEFAULT_SEED = 1081
/** Changes whenever the same rows and seed give other data. */
export const DATASET_VERSION = 2

/** A row of `df_geo`, as the cleaning must give it. */
export interface CleanGeo {
  readonly ind: number
  readonly country: string
  /** Latitude, longitude. */
  readonly coordinates: readonly [number, number]
  /** `YYYY-MM-DDTHH:MM:SS` */
  readonly timestamp: string
}

/** A row of `df_user`, as the cleaning must give it. */
export interface CleanUser {
  readonly ind: number
  readonly user_name: string
  readonly age: number
  /** `YYYY-MM-DDTHH:MM:SS` */
  readonly date_joined: string
}

/** The rows that the cleaning must give, by kind. */
export interface CleanRecords {
  readonly pin: CleanPin
  readonly geo: CleanGeo
  readonly user: CleanUser
}

/** One post: its three rows as the source has them, and as the cleaning must give them. */
export interface Post {
  readonly row: number
  readonly wire: Records
  readonly clean: CleanRecords
}

/** A synthetic source. The same rows, seed and version are always the same data. */
export interface Dataset {
  readonly rows: number
  readonly seed: number
  readonly version: number
  /** The post of one row, from 0. */
  post(row: number): Post
  /** All posts in the order of the rows, made one at a time. */
  posts(): Iterable<Post>
}

/**
 * Plans a synthetic source: about 30 bytes a row are held, the rows themselves are made when they
 * are asked for.
 */
export function generateDataset({ rows = DEFAULT_ROWS, seed = DEFAULT_SEED } = {}): Dataset {
  const pins = planPins(rows, seed)
  const posters = assignPosters(pins.faultOf, seed)
  const people = makePeople(posters, seed)
  const followers = makeFollowers(posters, people.ofPoster, seed)
  const postTime = makePostTimes(rows, seed)
  const words = draws(seed, 'pin')
  const post = (row: number): Post => {
    const poster = posters.ofRow[row]
    if (poster === undefined) throw new RangeError(`row ${row} is not in 0 to ${rows - 1}`)
    const named = { name: posterName(poster), followers: followers(poster, row) }
    return makePost(pins, row, words(row), named, people.ofPoster(poster), postTime(row))
  }
  return {
    rows,
    seed,
    version: DATASET_VERSION,
    post,
    *posts() {
      for (let row = 0; row < rows; row++) yield post(row)
    },
  }
}

function makePost(
  pins: PinPlan,
  row: number,
  word: number,
  poster: { readonly name: string; readonly followers: number },
  person: Person,
  posted: number,
): Post {
  const pin = makePin(pins, row, word, poster)
  const { country, latitude, longitude, firstName, lastName, age } = person
  const timestamp = dateTime(posted)
  const date_joined = dateTime(person.joined)
  return {
    row,
    wire: {
      pin: pin.wire,
      geo: { ind: row, timestamp, latitude, longitude, country },
      user: { ind: row, first_name: firstName, last_name: lastName, age, date_joined },
    },
    clean: {
      pin: pin.clean,
      geo: { ind: row, country, coordinates: [latitude, longitude], timestamp },
      user: { ind: row, user_name: `${firstName} ${lastName}`, age, date_joined },
    },
  }
}

/** Seconds since 1970 as `YYYY-MM-DDTHH:MM:SS`. */
const dateTime = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19)
