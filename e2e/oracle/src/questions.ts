import { AGE_GROUPS, type Post } from './posts.ts'
import { counted, grouped, median, type Row, sorted, top } from './relations.ts'

/** One of the nine questions, as the batch job asks it by default. */
export interface Question {
  readonly title: string
  readonly columns: readonly string[]
  /** All rows in their published order, cells in the order of `columns`. */
  readonly answer: (posts: readonly Post[]) => Row[]
}

type Posts = readonly Post[]

const byAge = ([age, ...rest]: Row): Row => [AGE_GROUPS.indexOf(String(age)), ...rest]

const topCategories = (posts: Posts, name: keyof Post) => top(counted(posts, name, 'category'))

const categoriesByYear = (posts: Posts) =>
  sorted(counted(posts, 'yearPosted', 'category'), ([year = 0, category = '', count]) => {
    return [year, -Number(count), category]
  })

/** A poster's pins tell different counts, as they were scraped at different times. */
const topPosters = (posts: Posts) =>
  sorted(top(grouped(posts, 'country', 'poster', 'followers').map(({ key }) => key)))

const topCountry = (posts: Posts) => {
  const rows = topPosters(posts).map(([country = '', , followers = 0]): Row => [country, followers])
  return sorted(rows, ([country = '', followers]) => [-Number(followers), country]).slice(0, 1)
}

/** Different people share a name, but hardly the second in which they joined. */
const usersByYear = (posts: Posts) => {
  const users = grouped(posts, 'yearJoined', 'user', 'joinedAt').map(({ members: [post] }) => post)
  return sorted(counted(users, 'yearJoined'))
}

const medians = (posts: Posts, ...names: (keyof Post)[]) => {
  const groups = grouped(
    posts.filter(({ followers }) => followers !== null),
    ...names,
  )
  return groups.map(({ key, members }): Row => {
    return [...key, median(members.map(({ followers }) => Number(followers)))]
  })
}

/** The nine questions by task. */
export const QUESTIONS: Readonly<Record<string, Question>> = {
  '4': {
    title: 'Most popular category in each country',
    columns: ['country', 'category', 'category_count'],
    answer: (posts) => sorted(topCategories(posts, 'country')),
  },
  '5': {
    title: 'Posts per category and year, 2018 to 2022',
    columns: ['post_year', 'category', 'category_count'],
    answer: categoriesByYear,
  },
  '6a': {
    title: 'User with the most followers in each country',
    columns: ['country', 'poster_name', 'follower_count'],
    answer: topPosters,
  },
  '6b': {
    title: 'Country of the user with the most followers',
    columns: ['country', 'follower_count'],
    answer: topCountry,
  },
  '7': {
    title: 'Most popular category in each age group',
    columns: ['age_group', 'category', 'category_count'],
    answer: (posts) => sorted(topCategories(posts, 'ageGroup'), byAge),
  },
  '8': {
    title: 'Median followers in each age group',
    columns: ['age_group', 'median_follower_count'],
    answer: (posts) => sorted(medians(posts, 'ageGroup'), byAge),
  },
  '9': {
    title: 'Users joined in each year, 2015 to 2020',
    columns: ['post_year', 'number_users_joined'],
    answer: usersByYear,
  },
  '10': {
    title: 'Median followers by year of joining, 2015 to 2020',
    columns: ['post_year', 'median_follower_count'],
    answer: (posts) => sorted(medians(posts, 'yearJoined')),
  },
  '11': {
    title: 'Median followers by age group and year of joining, 2015 to 2020',
    columns: ['age_group', 'post_year', 'median_follower_count'],
    answer: (posts) => sorted(medians(posts, 'ageGroup', 'yearJoined'), byAge),
  },
}

/** What the questions leave open, as the batch job decides it by default. */
export const OPTIONS: Readonly<Record<string, string>> = {
  ties: 'all',
  tie_6b: 'first',
  task_5: 'all',
  user_6a: 'poster_name',
  joining_year: 'date_joined',
  user: 'name-and-date',
  median_over: 'posts',
  median: 'exact',
}
