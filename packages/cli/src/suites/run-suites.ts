import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '@pinpipe/runtime'
import type { JobContext } from '../context.ts'
import { runShown } from '../run-command.ts'
import { claimsFor, parseClaims, unprovenClaims } from './claims.ts'
import { whyNoContainers } from './containers.ts'
import { inLanes } from './lanes.ts'
import { report, type SuiteRun } from './report.ts'
import type { TestResult } from './results.ts'
import { type Clone, type Suite, suites } from './suites.ts'

/** Suites that run at a time: a test waits for its components about as long as it works. */
const LANES = 2

/**
 * Runs every suite whose name contains one of `only` (all when empty), the checks before the tests, two at a
 * time, then checks docs/claims.md when all have run. The last line printed is
 * `N passed, N failed` over all runners.
 * @returns whether everything passed.
 * @throws {ConfigError} when no suite's name contains one of `only`
 */
export async function runTests(
  clone: Clone,
  only: readonly string[],
  context: JobContext,
): Promise<boolean> {
  mkdirSync(clone.reports, { recursive: true })
  const { chosen, left, withContainers } = await suitesHere(
    suitesNamed(only, clone),
    clone.root,
    context.env,
  )
  const run = (suite: Suite) => runSuite(suite, clone.root, context)
  const checks = chosen.filter((suite) => suite.report === undefined)
  const tests = chosen.filter((suite) => suite.report !== undefined)
  const runs = [...(await inLanes(checks, LANES, run)), ...(await inLanes(tests, LANES, run))]
  const results = runs.flatMap((found) => found.results)
  const unproven = only.length === 0 ? checkClaims(clone.root, results, withContainers) : []
  process.stdout.write(`\n${report({ runs, left, unproven })}`)
  return unproven.length === 0 && runs.every(({ exitCode }) => exitCode === 0)
}

function suitesNamed(only: readonly string[], clone: Clone): Suite[] {
  const all = suites(clone)
  const asked = all.filter(
    ({ name }) => only.length === 0 || only.some((word) => name.includes(word)),
  )
  if (asked.length > 0) return asked
  const names = all.map(({ name }) => name).join(', ')
  throw new ConfigError([`${only.join(', ')}: no suite has such a name. There are: ${names}`])
}

/** Leaves suites out that are for a machine with a Docker engine, or for one without, each with a line that says so. */
async function suitesHere(asked: readonly Suite[], root: string, env: NodeJS.ProcessEnv) {
  const why = asked.some(({ where }) => where) ? await whyNoContainers(root, env) : undefined
  const here = why === undefined ? 'with Docker' : 'without Docker'
  const isHere = ({ where = here }: Suite) => where === here
  const reason = why ?? 'in containers here; STACK=processes runs them as processes'
  return {
    chosen: asked.filter(isHere),
    left: asked.filter((suite) => !isHere(suite)).map(({ name }) => `– ${name}: ${reason}`),
    withContainers: why === undefined,
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
  process.stdout.write(`── ${suite.name}\n`)
  if (suite.report) rmSync(suite.report.file, { force: true })
  const { command: file, args, cwd = root } = suite
  const asked = { file, args, cwd, env: { ...env, ...suite.env }, signal }
  const exitCode = await runShown({ ...asked, label: suite.name })
  const results =
    suite.report && existsSync(suite.report.file) ? suite.report.read(suite.report.file) : []
  return { suite, exitCode, results, seconds: (performance.now() - started) / 1000 }
}
