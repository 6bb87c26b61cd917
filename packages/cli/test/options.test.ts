import { expect, test } from '@jest/globals'
import { perSecond, rate } from '../src/options.ts'

test('a rate is taken with and without its unit, or as the word original', () => {
  expect(['200/s', '0.5', '2000'].map(perSecond)).toEqual(['200/s', '0.5', '2000'])
  expect(rate('original')).toBe('original')
})

test.each(['0/s', '0', 'fast', '-1/s', '1/m'])(
  'the rate %s is refused before anything starts',
  (text) => {
    expect(() => rate(text)).toThrow('must be N/s, more than 0')
  },
)
