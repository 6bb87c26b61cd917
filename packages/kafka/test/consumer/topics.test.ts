import { describe, expect, test } from '@jest/globals'
import { matchTopics, sameTopics } from '../../src/consumer/topics.ts'

const existing = ['b.pin', 'a.pin', '__consumer_offsets', 'dead-letter.a']

describe('matchTopics', () => {
  test('takes the named topics that exist, sorted', () => {
    expect(matchTopics({ topics: ['b.pin', 'a.pin', 'c.pin'] }, existing)).toEqual([
      'a.pin',
      'b.pin',
    ])
  })

  test('takes the topics that a pattern matches, but never those of Kafka itself', () => {
    expect(matchTopics({ pattern: /^(?:.*)$/ }, existing)).toEqual([
      'a.pin',
      'b.pin',
      'dead-letter.a',
    ])
  })
})

describe('sameTopics', () => {
  test('compares sorted lists', () => {
    expect(sameTopics(['a', 'b'], ['a', 'b'])).toBe(true)
    expect(sameTopics(['a'], ['a', 'b'])).toBe(false)
    expect(sameTopics(['a', 'c'], ['a', 'b'])).toBe(false)
  })
})
