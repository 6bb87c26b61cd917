import type { Post } from './posts.ts'

/** What is asked of some posts, and between which two numbers the right answer lies, both included. */
type Measure = (posts: readonly Post[]) => readonly [lowest: number, highest: number]

/** One of the nine questions; the last column of its answer is the measure, the others name posts. */
export interface Question {
  readonly columns: readonly string[]
  /** What of a post stands in the columns before the last. */
  readonly names: readonly (keyof Post)[]
  /** How many of the names make a group: each group has its best row, or rows, in the answer. */
  readonly grouped: number
  /** A post takes part where these and its names are known. */
  readonly needs: readonly (keyof Post)[]
  readonly measure: Measure
}

const exactly = (value: number) => [value, value] as const
const count: Measure = (posts) => exactly(posts.length)

const topCategory: Measure = (posts) => {
  const sizes = [...Map.groupBy(posts, ({ category }) => category).values()].map(count)
  return exactly(Math.max(...sizes.map(([size]) => size)))
}

const mostFollowers: Measure = (posts) =>
  exactly(posts.reduce((most, { followers }) => Math.max(most, followers ?? 0), 0))

const users: Measure = (posts) =>
  exactly(new Set(posts.map(({ user, joinedAt }) => `${joinedAt} ${user}`)).size)

/** Between the two middles: their mean is the project's median, others take one of them. */
const median: Measure = (posts) => {
  const sorted = posts.map(({ followers }) => followers ?? 0).sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return [sorted[Math.floor(middle)] ?? 0, sorted[Math.ceil(middle)] ?? 0]
}

const topCategoryBy = (column: string, name: keyof Post): Question => ({
  columns: [column, 'category', 'category_count'],
  ...{ names: [name, 'category'], grouped: 1, needs: [], measure: topCategory },
})

const medianBy = (columns: readonly string[], ...names: (keyof Post)[]): Question => ({
  columns: [...columns, 'median_follower_count'],
  ...{ names, grouped: names.length, needs: ['followers'], measure: median },
})

/** The nine questions by task, as the batch job's default options ask them. */
export const QUESTIONS: Readonly<Record<string, Question>> = {
  '4': topCategoryBy('country', 'country'),
  '5': {
    columns: ['post_year', 'category', 'category_count'],
    ...{ names: ['yearPosted', 'category'], grouped: 2, needs: [], measure: count },
  },
  '6a': {
    columns: ['country', 'poster_name', 'follower_count'],
    ...{ names: ['country', 'poster'], grouped: 1, needs: ['followers'], measure: mostFollowers },
  },
  '6b': {
    columns: ['country', 'follower_count'],
    ...{ names: ['country'], grouped: 0, needs: ['poster', 'followers'], measure: mostFollowers },
  },
  '7': topCategoryBy('age_group', 'ageGroup'),
  '8': medianBy(['age_group'], 'ageGroup'),
  '9': {
    columns: ['post_year', 'number_users_joined'],
    ...{ names: ['yearJoined'], grouped: 1, needs: ['user'], measure: users },
  },
  '10': medianBy(['post_year'], 'yearJoined'),
  '11': medianBy(['age_group', 'post_year'], 'ageGroup', 'yearJoined'),
}
