import { expect, test } from '@jest/globals'
import { ConfigError } from '@pinpipe/runtime'
import { z } from 'zod'
import { flag, readBoth, readFlags } from '../src/flags.ts'

test('a rate is taken with and without its unit, or as the word original', () => {
  const rates = ['200/s', '0.5', '2000', 'original']
  expect(rates.map((text) => flag.rate.parse(text))).toEqual(rates)
})

test('a count is a whole number', () => {
  expect(flag.count.parse('11154')).toBe(11_154)
})

test.each(['0/s', '0', 'fast', '-1/s', '1/m'])(
  'the rate %s is refused before anything starts',
  (rate) => {
    expect(problemsOf(() => readFlags(z.object({ rate: flag.rate }), { rate }))).toEqual([
      '--rate: must be N/s, more than 0',
    ])
  },
)

test.each(['0', '-3', '1.5', 'many', '1e12'])(
  'the count %s is refused before anything starts',
  (posts) => {
    expect(problemsOf(() => readFlags(z.object({ posts: flag.count }), { posts }))).toEqual([
      '--posts: must be a whole number from 1 to 10000000',
    ])
  },
)

test('the problems of two readers are told together', () => {
  const refuse = (problem: string) => () => {
    throw new ConfigError([problem])
  }
  expect(problemsOf(() => readBoth(refuse('--posts: bad'), refuse('KAFKA_PORT: bad')))).toEqual([
    '--posts: bad',
    'KAFKA_PORT: bad',
  ])
  expect(problemsOf(() => readBoth(() => 1, refuse('KAFKA_PORT: bad')))).toEqual([
    'KAFKA_PORT: bad',
  ])
})

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
