import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readJestReport, readJUnitReport } from '../../src/suites/results.ts'

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'pinpipe-')), 'report')
  writeFileSync(file, text)
  return file
}

test('a test file that did not compile counts as one failure', () => {
  const suites = [
    {
      name: '/x/a.test.ts',
      status: 'passed',
      message: '',
      assertionResults: [
        { fullName: 'adds', status: 'passed' },
        { fullName: 'later', status: 'pending' },
      ],
    },
    { name: '/x/b.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] },
  ]
  expect(readJestReport(fileOf(JSON.stringify({ testResults: suites })))).toEqual([
    { id: 'a.test.ts › adds', outcome: 'passed' },
    { id: 'a.test.ts › later', outcome: 'skipped' },
    { id: 'b.test.ts › (file)', outcome: 'failed' },
  ])
})

test("pytest's cases are read with their outcome", () => {
  const xml = `<?xml version="1.0"?><testsuites><testsuite name="pytest">
    <testcase classname="tests.cleaning.test_pin" name="test_a[x &gt; y]"/>
    <testcase classname="tests.test_jobs" name="test_b"><failure message="no">x</failure></testcase>
    <testcase classname="tests.test_jobs" name="test_c"><skipped/></testcase>
  </testsuite></testsuites>`
  expect(readJUnitReport(fileOf(xml))).toEqual([
    { id: 'test_pin.py › test_a[x > y]', outcome: 'passed' },
    { id: 'test_jobs.py › test_b', outcome: 'failed' },
    { id: 'test_jobs.py › test_c', outcome: 'skipped' },
  ])
})
