import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '@pinpipe/runtime'
import type { JobContext } from '../context.ts'
import { runShown } from '../run-command.ts'
import { claimsFor, parseClaims, unprovenClaims } from './claims.ts'
import { whyNoContainers } from './containers.ts'
import type { TestResult } from './results.ts'
import { type Clone, type Suite, suites } from './suites.ts'

/** How a suite ended: its exit code, its tests, and its time in seconds. */
interface SuiteRun {
  readonly suite: Suite
  readonly exitCode: number
  readonly results: readonly TestResult[]
  readonly seconds: number
}

/**
 * Runs every suite whose name contains one of `only` (all when empty), then checks docs/claims.md when
 * all have run. The last line printed is `N passed, N failed` over all runners.
 * @returns whether everything passed.
 * @throws {ConfigError} when no suite's name contains one of `only`
 */
export async function runTests(
  clone: Clone,
  only: readonly string[],
  { env, signal }: JobContext,
): Promise<boolean> {
  mkdirSync(clone.reports, { recursive: true })
  const all = suites(clone)
  const asked = all.filter(
    ({ name }) => only.length === 0 || only.some((word) => name.includes(word)),
  )
  if (asked.length === 0) {
    const names = all.map(({ name }) => name).join(', ')
    throw new ConfigError([`${only.join(', ')}: no suite has such a name. There are: ${names}`])
  }
  const { chosen, left } = await withoutContainers(asked, clone.root, env)
  const runs: SuiteRun[] = []
  for (const suite of chosen) runs.push(await runSuite(suite, clone.root, { env, signal }))
  const results = runs.flatMap((run) => run.results)
  const unproven = only.length === 0 ? checkClaims(clone.root, results, left.length === 0) : []
  report({ runs, left, unproven, results })
  return unproven.length === 0 && runs.every(({ exitCode }) => exitCode === 0)
}

/** Leaves suites out that need an engine where none answers, each with a line that says so. */
async function withoutContainers(asked: readonly Suite[], root: string, env: NodeJS.ProcessEnv) {
  const inContainers = asked.filter((suite) => suite.inContainers)
  const why = inContainers.length > 0 ? await whyNoContainers(root, env) : undefined
  if (why === undefined) return { chosen: asked, left: [] }
  return {
    chosen: asked.filter((suite) => !suite.inContainers),
    left: inContainers.map(({ name }) => `– ${name}: ${why}; the native way ran alone`),
  }
}

function checkClaims(
  root: string,
  results: readonly TestResult[],
  withContainers: boolean,
): string[] {
  const claims = parseClaims(readFileSync(join(root, 'docs', 'claims.md'), 'utf8'))
  return unprovenClaims(claimsFor(claims, withContainers), results)
}

async function runSuite(
  suite: Suite,
  root: string,
  { env, signal }: JobContext,
): Promise<SuiteRun> {
  const started = performance.now()
  process.stdout.write(`\n── ${suite.name}\n`)
  if (suite.report) rmSync(suite.report.file, { force: true })
  const { command: file, args, cwd = root } = suite
  const exitCode = await runShown({ file, args, cwd, env: { ...env, ...suite.env }, signal })
  const results =
    suite.report && existsSync(suite.report.file) ? suite.report.read(suite.report.file) : []
  return { suite, exitCode, results, seconds: (performance.now() - started) / 1000 }
}

/** What a run of all suites came to; `left` are lines about those left out. */
interface Outcome {
  readonly runs: readonly SuiteRun[]
  readonly left: readonly string[]
  readonly unproven: readonly string[]
  readonly results: readonly TestResult[]
}

function report({ runs, left, unproven, results }: Outcome): void {
  const lines = runs.map(({ suite, exitCode, results: tests, seconds }) => {
    const count = suite.report ? `, ${tests.length} tests` : ''
    return `${exitCode === 0 ? '✔' : '✖'} ${suite.name}${count} (${seconds.toFixed(0)} s)`
  })
  const claims = unproven.map((problem) => `✖ docs/claims.md: ${problem}`)
  const checks = runs.filter(({ suite }) => suite.report === undefined)
  const count = (outcome: TestResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length
  const passed = count('passed') + checks.filter(({ exitCode }) => exitCode === 0).length
  const brokenRuns = runs.filter(
    ({ exitCode, results: tests }) => exitCode !== 0 && !tests.some((t) => t.outcome === 'failed'),
  )
  const failed = count('failed') + count('skipped') + brokenRuns.length + unproven.length
  process.stdout.write(
    `\n${[...lines, ...left, ...claims].join('\n')}\n${passed} passed, ${failed} failed\n`,
  )
}
