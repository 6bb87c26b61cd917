import type { Records } from '@pinpipe/schema'

/** What an observer sees of one post: the wire rows and what follows from them. */
export interface Observed extends Records {
  readonly followers: number | null
  readonly userName: string
  readonly ageGroup: AgeGroup
  readonly joinedYear: number
  readonly postedYear: number
}

export const ageGroups = ['18-24', '25-35', '36-50', '+50'] as const
export type AgeGroup = (typeof ageGroups)[number]

/** The published medians of task 11, by age group in the years of joining 2015, 2016 and 2017. */
const publishedMedians: Readonly<Record<AgeGroup, readonly number[]>> = {
  '18-24': [375_000, 46_000, 7000],
  '25-35': [37_000, 24_000, 4000],
  '36-50': [22_000, 9000, 3000],
  '+50': [11_000, 3000, 3000],
}
export const task11 = ageGroups.flatMap((group) =>
  publishedMedians[group].map((median, i) => ({ cell: `${group} ${2015 + i}`, median })),
)
export const task11Cell = ({ ageGroup, joinedYear }: Observed) => `${ageGroup} ${joinedYear}`

const factors: Readonly<Record<string, number>> = { '': 1, k: 1000, M: 1_000_000 }

export function observe(wire: Records): Observed {
  const { pin, geo, user } = wire
  const [, digits, unit] = /^(\d+)([kM]?)$/.exec(pin.follower_count) ?? []
  const ageGroup =
    user.age < 25 ? '18-24' : user.age < 36 ? '25-35' : user.age < 51 ? '36-50' : '+50'
  return {
    ...wire,
    followers: digits === undefined ? null : Number(digits) * (factors[unit as string] as number),
    userName: `${user.first_name} ${user.last_name}`,
    ageGroup,
    joinedYear: Number(user.date_joined.slice(0, 4)),
    postedYear: Number(geo.timestamp.slice(0, 4)),
  }
}

/** Items by key, in the order of their first item. */
export const groupBy = <T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> =>
  Map.groupBy(items, key)

/** Number of items by key, highest first. */
export function countBy<T, K>(items: readonly T[], key: (item: T) => K): [K, number][] {
  const counts = [...groupBy(items, key)].map(([name, group]): [K, number] => [name, group.length])
  return counts.sort(([, a], [, b]) => b - a)
}

/** Percentage of the items for which `is` holds. */
export const percent = <T>(items: readonly T[], is: (item: T) => boolean): number =>
  (100 * items.filter(is).length) / items.length

/** The value below which `share` of the known follower counts lie; the mean of the two middles. */
export function quantile(posts: readonly Observed[], share: number): number {
  const counts = posts.map(({ followers }) => followers).filter((count) => count !== null)
  counts.sort((a, b) => a - b)
  const place = (counts.length - 1) * share
  return ((counts[Math.floor(place)] as number) + (counts[Math.ceil(place)] as number)) / 2
}

/** Median followers over the posts of each group. */
export const medianBy = <K>(
  posts: readonly Observed[],
  key: (post: Observed) => K,
): ReadonlyMap<K, number> =>
  new Map([...groupBy(posts, key)].map(([name, group]) => [name, quantile(group, 0.5)]))

/** The year in which each user joined, one entry a user name, its earliest date. */
export function joiningYears(posts: readonly Observed[]): readonly number[] {
  const earliest = new Map<string, string>()
  for (const { userName, user } of posts) {
    const known = earliest.get(userName)
    if (known === undefined || user.date_joined < known) earliest.set(userName, user.date_joined)
  }
  return [...earliest.values()].map((date) => Number(date.slice(0, 4)))
}
