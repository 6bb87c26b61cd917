import { expect, test } from '@jest/globals'
import { readSettings } from '@pinpipe/runtime'
import { z } from 'zod'
import { flag } from '../src/flags.ts'

test('a rate is taken with and without its unit, or as the word original', () => {
  const rates = ['200/s', '0.5', '2000', 'original']
  expect(rates.map((text) => flag.rate.parse(text))).toEqual(rates)
})

test('a count is a whole number', () => {
  expect(flag.count.parse('11154')).toBe(11_154)
})

test.each(['0/s', '0', 'fast', '-1/s', '1/m'])('the rate %s is refused', (rate) => {
  const { problems } = readSettings(z.object({ rate: flag.rate }), { rate })
  expect(problems).toEqual(['rate: must be N/s, more than 0'])
})

test.each(['0', '-3', '1.5', 'many', '1e12'])('the count %s is refused', (posts) => {
  const { problems } = readSettings(z.object({ posts: flag.count }), { posts })
  expect(problems).toEqual(['posts: must be a whole number from 1 to 10000000'])
})
