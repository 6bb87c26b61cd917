import { expect, test } from '@jest/globals'
import { ruleProblems } from '../../src/mwaa/rules.ts'

const PROVEN = '\na-provider==1.2.3 \\\n    --hash=sha256:00\n'
const CONSTRAINT =
  '--constraint "https://example.org/constraints-3.2.1/constraints-3.12.txt"\n# a comment\n'

function problems(files: Readonly<Record<string, string>>): string[] {
  const all = { 'requirements.txt': `${CONSTRAINT}a-provider==1.2.3\n`, ...files }
  const encoder = new TextEncoder()
  const set = Object.entries(all).map(([key, text]) => ({ key, bytes: encoder.encode(text) }))
  return ruleProblems(set, PROVEN)
}

test('a set that keeps the rules has no problems', () => {
  expect(problems({ 'dags/a.py': 'from airflow.sdk import DAG' })).toEqual([])
})

test.each([
  ['no constraint', 'a-provider==1.2.3', 'must have a line --constraint'],
  ['that of another Airflow', `${CONSTRAINT.replace('3.2.1', '3.0.6')}`, 'must have a line'],
  ['a hash', `${CONSTRAINT}a-provider==1.2.3 --hash=sha256:00`, 'must be name==version'],
  ['no version', `${CONSTRAINT}a-provider`, '"a-provider" must be name==version'],
  ['another option', `${CONSTRAINT}--pre`, '"--pre" must be name==version'],
  ['a version that was not tested', `${CONSTRAINT}a-provider==1.2`, 'is not the version that'],
])('requirements with %s are refused', (_, text, problem) => {
  expect(problems({ 'requirements.txt': text })).toEqual([expect.stringContaining(problem)])
})

test('a file that Airflow would pass over without a word is named', () => {
  expect(problems({ 'dags/a.py': 'print(1)', 'dags/helpers/b.py': 'print(1)' })).toEqual([
    expect.stringContaining('dags/a.py: has not the words'),
  ])
})
