import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ROOT } from '../../src/root.ts'

test('.env is what the settings of the services make it', () => {
  const main = join(ROOT, 'packages', 'cli', 'dist', 'main.js')
  const made = execFileSync(process.execPath, [main, 'env-file'], { encoding: 'utf8' })
  expect(readFileSync(join(ROOT, '.env'), 'utf8')).toBe(made)
})
