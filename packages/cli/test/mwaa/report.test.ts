import { execFileSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { uploadReport } from '../../src/mwaa/report.ts'

test('what is printed last can be pasted into bash', () => {
  const keys = ['plugins.zip', 'requirements.txt', 'startup.sh']
  const files = keys.map((key) => ({ key, outcome: 'unchanged' as const, version: `of.${key}` }))
  const pasted = uploadReport({ environment: 'mine' }, { region: 'eu-west-1', files })
    .split('\n')
    .slice(-3)
  const script = `aws() { printf '%s\\n' "$@"; }\n${pasted.join('\n')}`
  const given = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n')
  expect(given.slice(0, 6)).toEqual(
    'mwaa update-environment --name mine --region eu-west-1'.split(' '),
  )
  expect(given.slice(6)).toEqual([
    ...['--plugins-s3-path', 'plugins.zip', '--plugins-s3-object-version', 'of.plugins.zip'],
    ...['--requirements-s3-path', 'requirements.txt'],
    ...['--requirements-s3-object-version', 'of.requirements.txt'],
    ...['--startup-script-s3-path', 'startup.sh'],
    ...['--startup-script-s3-object-version', 'of.startup.sh'],
  ])
})
