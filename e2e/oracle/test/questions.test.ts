import { describe, expect, test } from '@jest/globals'
import type { Post } from '../src/posts.ts'
import { QUESTIONS } from '../src/questions.ts'

const measure = (task: string, posts: readonly Partial<Post>[]) =>
  QUESTIONS[task]?.measure(posts as readonly Post[])

const followed = (...counts: number[]) => counts.map((followers) => ({ followers }))

describe('the measure of an answer', () => {
  test('a median lies between the two middles, which are one where the posts are odd', () => {
    expect(measure('8', followed(9, 1, 3, 4))).toEqual([3, 4])
    expect(measure('10', followed(9, 1, 3))).toEqual([3, 3])
  })

  test('a user is a name and the moment of joining', () => {
    const users = [
      { user: 'A', joinedAt: 1 },
      { user: 'A', joinedAt: 1 },
    ]
    expect(measure('9', [...users, { user: 'A', joinedAt: 2 }])).toEqual([2, 2])
  })

  test('the most popular category counts', () => {
    const posts = ['art', 'travel', 'art'].map((category) => ({ category }))
    expect(measure('4', posts)).toEqual([2, 2])
  })
})
