import type { TestResult } from './results.ts'
import type { Suite } from './suites.ts'

/** How a suite ended: its exit code, its tests, and its time in seconds. */
export interface SuiteRun {
  readonly suite: Suite
  readonly exitCode: number
  readonly results: readonly TestResult[]
  readonly seconds: number
}

/** What a run of all suites came to; `left` are lines about those left out, `unproven` are claims. */
export interface Outcome {
  readonly runs: readonly SuiteRun[]
  readonly left: readonly string[]
  readonly unproven: readonly string[]
}

/** A line for each suite and problem; the last is `N passed, N failed`, a check counting as one test. */
export function report({ runs, left, unproven }: Outcome): string {
  const lines = runs.map(({ suite, exitCode, results: tests, seconds }) => {
    const count = suite.report ? `, ${tests.length} tests` : ''
    return `${exitCode === 0 ? '✔' : '✖'} ${suite.name}${count} (${seconds.toFixed(0)} s)`
  })
  const claims = unproven.map((problem) => `✖ docs/claims.md: ${problem}`)
  const results = runs.flatMap((run) => run.results)
  const checks = runs.filter(({ suite }) => suite.report === undefined)
  const count = (outcome: TestResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length
  const passed = count('passed') + checks.filter(({ exitCode }) => exitCode === 0).length
  const brokenRuns = runs.filter(
    ({ exitCode, results: tests }) => exitCode !== 0 && !tests.some((t) => t.outcome === 'failed'),
  )
  const failed = count('failed') + count('skipped') + brokenRuns.length + unproven.length
  return `${[...lines, ...left, ...claims].join('\n')}\n${passed} passed, ${failed} failed\n`
}
