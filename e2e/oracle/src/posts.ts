import { type Row, readDeltaTable } from './delta.ts'
import type { ObjectStore } from './store.ts'

/** A post as the questions see it: an `ind` that all three clean tables have. Null is not known. */
export interface Post {
  readonly category: string | null
  readonly poster: string | null
  readonly followers: number | null
  readonly country: string | null
  readonly user: string | null
  /** When the user joined, in milliseconds since 1970. */
  readonly joinedAt: number | null
  /** Null where not asked about: outside 2018 to 2022. */
  readonly yearPosted: number | null
  /** Null where not asked about: outside 2015 to 2020. */
  readonly yearJoined: number | null
  /** Null below 18. */
  readonly ageGroup: string | null
}

/** Reads the posts from the clean tables. @throws {DeltaError} when a table cannot be read. */
export async function readPosts(store: ObjectStore): Promise<Post[]> {
  const [pins, geos, users] = await Promise.all([
    readDeltaTable(store, 'lake/df_pin', ['ind', 'category', 'poster_name', 'follower_count']),
    readDeltaTable(store, 'lake/df_geo', ['ind', 'country', 'timestamp']),
    readDeltaTable(store, 'lake/df_user', ['ind', 'user_name', 'age', 'date_joined']),
  ])
  const geoOf = new Map(geos.map((row) => [row.ind, row]))
  const userOf = new Map(users.map((row) => [row.ind, row]))
  return pins.flatMap((pin) => {
    const [geo, user] = [geoOf.get(pin.ind), userOf.get(pin.ind)]
    return geo && user ? [postOf(pin, geo, user)] : []
  })
}

function postOf(pin: Row, geo: Row, user: Row): Post {
  return {
    category: text(pin.category),
    poster: text(pin.poster_name),
    followers: number(pin.follower_count),
    country: text(geo.country),
    user: text(user.user_name),
    joinedAt: user.date_joined instanceof Date ? user.date_joined.getTime() : null,
    yearPosted: yearOf(geo.timestamp, 2018, 2022),
    yearJoined: yearOf(user.date_joined, 2015, 2020),
    ageGroup: ageGroupOf(number(user.age)),
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : null)
const number = (value: unknown) =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null

function yearOf(moment: unknown, from: number, to: number): number | null {
  const year = moment instanceof Date ? moment.getUTCFullYear() : Number.NaN
  return year >= from && year <= to ? year : null
}

/** From the youngest to the oldest. */
export const AGE_GROUPS = ['18-24', '25-35', '36-50', '+50']
const OLDEST = [24, 35, 50, Number.POSITIVE_INFINITY]

function ageGroupOf(age: number | null): string | null {
  if (age === null || age < 18) return null
  return AGE_GROUPS[OLDEST.findIndex((oldest) => age <= oldest)] ?? null
}
