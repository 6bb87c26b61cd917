import { describe, expect, test } from '@jest/globals'
import type { Post } from '../src/posts.ts'
import { QUESTIONS } from '../src/questions.ts'

const POST: Post = {
  ...{ category: 'art', poster: 'Ada', followers: 1, country: 'Chad', user: 'A B', joinedAt: 1 },
  ...{ yearPosted: 2019, yearJoined: 2016, ageGroup: '18-24' },
}
const answer = (task: string, changes: readonly Partial<Post>[]) =>
  QUESTIONS[task]?.answer(changes.map((change) => ({ ...POST, ...change })))

const followed = (...counts: (number | null)[]) => counts.map((followers) => ({ followers }))

describe('a median', () => {
  test('is the exact mean of the two middles, which are one where the posts are odd', () => {
    expect(answer('8', followed(9, 1, 3, 4))).toEqual([['18-24', 3.5]])
    expect(answer('10', followed(9, 1, 3))).toEqual([[2016, 3]])
  })

  test('does not count what is not known, and no group is of such posts alone', () => {
    expect(answer('11', followed(null, 5))).toEqual([['18-24', 2016, 5]])
    expect(answer('11', followed(null))).toEqual([])
  })
})

describe('of those that share the top', () => {
  test.each([
    ['4', 'Chad'],
    ['7', '18-24'],
  ])('task %s names all, and no other', (task, group) => {
    const posts = ['travel', 'art', 'quotes', 'art', 'travel'].map((category) => ({ category }))
    expect(answer(task, posts)).toEqual([
      [group, 'art', 2],
      [group, 'travel', 2],
    ])
  })

  test('task 6a names each poster once', () => {
    const posts = [
      { poster: 'Bob', followers: 7 },
      ...followed(7, 7, 2, null),
      { poster: null, followers: 9 },
    ]
    expect(answer('6a', posts)).toEqual([
      ['Chad', 'Ada', 7],
      ['Chad', 'Bob', 7],
    ])
  })

  test('task 6b names the alphabetically first country', () => {
    const posts = ['Peru', 'Cuba', 'Aruba'].map((country, at) => ({ country, followers: 8 - at }))
    expect(answer('6b', posts)).toEqual([['Peru', 8]])
    expect(answer('6b', [...posts, { country: 'Chad', followers: 8 }])).toEqual([['Chad', 8]])
    expect(answer('6b', [])).toEqual([])
  })
})

describe('rows are in their published order', () => {
  test('years with the largest categories first, in task 5', () => {
    const posts = ['b', 'c', 'c', 'a'].map((category) => ({ category }))
    expect(answer('5', [...posts, { yearPosted: 2018 }, { yearPosted: null }])).toEqual([
      [2018, 'art', 1],
      [2019, 'c', 2],
      [2019, 'a', 1],
      [2019, 'b', 1],
    ])
  })

  test('groups by age, the oldest last', () => {
    const posts = ['+50', '36-50', null, '18-24'].map((ageGroup) => ({ ageGroup }))
    const groups = answer('7', posts)?.map(([group]) => group)
    expect(groups).toEqual(['18-24', '36-50', '+50'])
  })

  test('texts by code point, not by UTF-16', () => {
    const posts = ['\u{1f600}', '\uff21', 'a', 'Z'].map((country) => ({ country }))
    const countries = answer('4', posts)?.map(([country]) => country)
    expect(countries).toEqual(['Z', 'a', '\uff21', '\u{1f600}'])
  })
})

test('a user is a name and the moment of joining, in the year of joining', () => {
  const joined = [1, 1, 2].map((joinedAt) => ({ joinedAt }))
  expect(answer('9', [...joined, { user: 'C D' }, { yearJoined: 2015 }, { user: null }])).toEqual([
    [2015, 1],
    [2016, 3],
  ])
})
