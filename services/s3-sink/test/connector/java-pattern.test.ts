import { describe, expect, test } from '@jest/globals'
import { javaPattern } from '../../src/connector/java-pattern.ts'

describe('javaPattern', () => {
  test.each([
    ['0a1b2c3d4e5f.*', '0a1b2c3d4e5f.pin', true],
    ['0a1b2c3d4e5f.*', 'dead-letter.0a1b2c3d4e5f', false],
    ['a|b', 'ab', false],
    ['a|b', 'b', true],
    ['[a-z]+\\.(?:pin|geo)', 'x.geo', true],
    ['[a-z]+\\.(?:pin|geo)', 'x.geo2', false],
  ])('%s against the whole name %s: %s', (source, topic, matches) => {
    expect(javaPattern(source).test(topic)).toBe(matches)
  })

  test.each(['\\Qa.b\\E', 'a*+', '(?i)a', '[a-z&&[^b]]', '\\p{Alpha}', '(?<name>a)'])(
    'refuses %s, which JavaScript reads otherwise',
    (source) => {
      expect(() => javaPattern(source)).toThrow(/not supported/)
    },
  )

  test('refuses what is no pattern', () => {
    expect(() => javaPattern('(')).toThrow(SyntaxError)
  })
})
