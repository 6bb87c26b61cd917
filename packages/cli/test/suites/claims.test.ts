import { expect, test } from '@jest/globals'
import { claimsFor, parseClaims, unprovenClaims } from '../../src/suites/claims.ts'

const MARKDOWN = `# Claims

| Claim | Tests | Where |
| --- | --- | --- |
| Bytes are kept | \`a.test.ts › keeps bytes\`, \`b.py › test_b\` | real component |
| Nothing shows this | | fake |
`

test('each row gives its claim and the tests it names', () => {
  expect(parseClaims(MARKDOWN)).toEqual([
    {
      ...{ claim: 'Bytes are kept', tests: ['a.test.ts › keeps bytes', 'b.py › test_b'] },
      where: 'real component',
    },
    { claim: 'Nothing shows this', tests: [], where: 'fake' },
  ])
})

test('a claim is proven only when every test that it names ran and passed', () => {
  const problems = unprovenClaims(parseClaims(MARKDOWN), [
    { id: 'a.test.ts › keeps bytes', outcome: 'failed' },
  ])
  expect(problems).toEqual([
    '"Bytes are kept": a.test.ts › keeps bytes failed',
    '"Bytes are kept": b.py › test_b did not run',
    '"Nothing shows this" names no test',
  ])
  const passed = ['a.test.ts › keeps bytes', 'b.py › test_b'].map((id) => ({
    id,
    outcome: 'passed' as const,
  }))
  expect(unprovenClaims(parseClaims(MARKDOWN).slice(0, 1), passed)).toEqual([])
})

test('a claim about containers is checked only where they run', () => {
  const claims = [
    { claim: 'It composes', tests: ['c.test.ts › ends with 0'], where: 'containers on images' },
    { claim: 'It starts', tests: ['d.test.ts › starts'], where: 'real components' },
  ]
  expect(claimsFor(claims, true)).toEqual(claims)
  expect(claimsFor(claims, false)).toEqual(claims.slice(1))
})

test('a parametrised Python test shows a claim when all of its cases passed', () => {
  const claims = [
    { claim: 'Dates are read', tests: ['test_rules.py › test_dates'], where: 'Spark' },
  ]
  const cases = (last: 'passed' | 'failed') => [
    { id: 'test_rules.py › test_dates[a]', outcome: 'passed' as const },
    { id: 'test_rules.py › test_dates[b]', outcome: last },
  ]
  expect(unprovenClaims(claims, cases('passed'))).toEqual([])
  expect(unprovenClaims(claims, cases('failed'))).toEqual([
    '"Dates are read": test_rules.py › test_dates[b] failed',
  ])
})

test('a test that ran both ways shows a claim when it passed both times', () => {
  const claims = [
    { claim: 'A kill loses nothing', tests: ['kafka.test.ts › comes back'], where: 'Spark' },
  ]
  const result = (outcome: 'passed' | 'failed') => ({ id: 'kafka.test.ts › comes back', outcome })
  expect(unprovenClaims(claims, [result('passed'), result('passed')])).toEqual([])
  expect(unprovenClaims(claims, [result('passed'), result('failed')])).toEqual([
    '"A kill loses nothing": kafka.test.ts › comes back failed',
  ])
})
