import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { XMLParser } from 'fast-xml-parser'

/** One test as its runner reported it; `id` is `file › title`, as docs/claims.md names it. */
export interface TestResult {
  readonly id: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
}

interface JestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** Reads the file that `jest --json --outputFile` wrote; a file that did not run counts as a failure. */
export function readJestReport(file: string): TestResult[] {
  const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport
  return report.testResults.flatMap(({ name, status, assertionResults }) => {
    const tests = assertionResults.map((test) => ({
      id: `${basename(name)} › ${test.fullName}`,
      outcome: jestOutcome(test.status),
    }))
    const broken = status === 'failed' && !tests.some(({ outcome }) => outcome === 'failed')
    return broken
      ? [...tests, { id: `${basename(name)} › (file)`, outcome: 'failed' as const }]
      : tests
  })
}

function jestOutcome(status: string): TestResult['outcome'] {
  if (status === 'passed') return 'passed'
  return status === 'failed' ? 'failed' : 'skipped'
}

interface JUnitCase {
  readonly '@_classname': string
  readonly '@_name': string
  readonly failure?: unknown
  readonly error?: unknown
  readonly skipped?: unknown
}

/** Reads the file that `pytest --junitxml` wrote. */
export function readJUnitReport(file: string): TestResult[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    isArray: (name) => name === 'testcase' || name === 'testsuite',
  })
  const report = parser.parse(readFileSync(file, 'utf8')) as {
    testsuites: { testsuite: readonly { testcase?: readonly JUnitCase[] }[] }
  }
  return report.testsuites.testsuite
    .flatMap(({ testcase }) => testcase ?? [])
    .map((test) => ({
      id: `${test['@_classname'].split('.').find((part) => part.startsWith('test_')) ?? test['@_classname']}.py › ${test['@_name']}`,
      outcome: junitOutcome(test),
    }))
}

function junitOutcome(test: JUnitCase): TestResult['outcome'] {
  if (test.failure !== undefined || test.error !== undefined) return 'failed'
  return test.skipped === undefined ? 'passed' : 'skipped'
}
