import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { QUESTIONS } from '@pinpipe/oracle'
import { type MariaDb, startMariaDb } from '@pinpipe/stack'
import { createConnection } from 'mysql2/promise'
import { type Answers, answerInSql, inOrder, TASKS } from '../src/sql-answers.ts'

/** ind, category, poster, followers; country, time of the post; user, age, joined. */
const POSTS = [
  [1, 'art', 'Ada', 500, 'Chad', '2018-01-01 00:00:00', 'A B', 20, '2015-11-01 00:00:00'],
  [2, 'art', 'Ada', 501, 'Chad', '2017-12-31 23:59:59', 'A B', 20, '2015-11-01 00:00:00'],
  [3, 'art', 'Bob', 501, 'Chad', '2022-12-31 23:59:59', 'A B', 24, '2015-11-02 00:00:00'],
  [4, 'quotes', 'ada', 900, 'Cuba', '2018-06-01 12:00:00', 'C D', 25, '2016-01-01 00:00:00'],
  [5, 'travel', 'Eve', 900, 'Aruba', '2018-06-02 12:00:00', 'E F', 50, '2016-01-01 00:00:00'],
  [6, 'art', 'Eve', 100, 'Aruba', '2018-06-03 12:00:00', 'E F', 51, '2016-01-01 00:00:00'],
  [7, 'travel', null, null, 'Aruba', '2018-06-04 12:00:00', 'E F', 51, '2016-01-01 00:00:00'],
  [8, 'art', 'Zoe', 9_000_000, 'Aruba', '2018-06-05 12:00:00', 'G H', 60, '2017-01-01 00:00:00'],
] as const

/** Row 8 lost its user record on the way, and the same row may come more than once. */
const DELIVERED = POSTS.flatMap(([row]) =>
  ['pin', 'geo', 'user', 'user']
    .filter((kind) => row !== 8 || kind !== 'user')
    .map((kind) => ({ kind, row })),
)

const EXPECTED: Readonly<Record<(typeof TASKS)[number], readonly unknown[][]>> = {
  4: [
    ['Chad', 'art', 3],
    ['Cuba', 'quotes', 1],
    ['Aruba', 'travel', 2],
  ],
  5: [
    [2018, 'art', 2],
    [2018, 'quotes', 1],
    [2018, 'travel', 2],
    [2022, 'art', 1],
  ],
  '6a': [
    ['Chad', 'Ada', 501],
    ['Chad', 'Bob', 501],
    ['Cuba', 'ada', 900],
    ['Aruba', 'Eve', 900],
  ],
  '6b': [['Aruba', 900]],
  7: [
    ['18-24', 'art', 3],
    ['25-35', 'quotes', 1],
    ['36-50', 'travel', 1],
    ['+50', 'art', 1],
    ['+50', 'travel', 1],
  ],
  8: [
    ['18-24', 501],
    ['25-35', 900],
    ['36-50', 900],
    ['+50', 100],
  ],
  9: [
    [2015, 2],
    [2016, 2],
  ],
  10: [
    [2015, 501],
    [2016, 900],
  ],
  11: [
    ['18-24', 2015, 501],
    ['25-35', 2016, 900],
    ['36-50', 2016, 900],
    ['+50', 2016, 100],
  ],
}

describe('the queries as SQL over the clean truth', () => {
  let database: MariaDb
  let answers: Answers

  beforeAll(async () => {
    database = await startMariaDb()
    const { host, port, user, password, database: name } = database
    const connection = await createConnection({ host, port, user, password, database: name })
    const load = async (table: string, columns: string, from: number, to: number) => {
      await connection.query(`CREATE TABLE ${table} (ind BIGINT, ${columns}) CHARSET utf8mb4`)
      const rows = POSTS.map((post) => [post[0], ...post.slice(from, to)])
      await connection.query(`INSERT INTO ${table} VALUES ?`, [rows])
    }
    await load('clean_pin', 'category TEXT, poster_name TEXT, follower_count INT', 1, 4)
    await load('clean_geo', 'country TEXT, timestamp DATETIME', 4, 6)
    await load('clean_user', 'user_name TEXT, age INT, date_joined DATETIME', 6, 9)
    await connection.end()
    answers = await answerInSql(database, DELIVERED)
  })

  afterAll(async () => {
    await database?.stop()
  })

  test.each(TASKS)('task %s is answered with its ties, bounds and nulls', (task) => {
    const columns = [...(QUESTIONS[task]?.columns ?? [])]
    expect(answers[task]?.columns).toEqual(columns)
    expect(inOrder(answers[task])).toEqual(inOrder({ columns, rows: EXPECTED[task] }))
  })

  test('the median of an even number is the mean of the two middles', async () => {
    const some = DELIVERED.filter(({ row }) => row === 1 || row === 2)
    const { 8: median } = await answerInSql(database, some)
    expect(median.rows).toEqual([['18-24', 500.5]])
  })
})
