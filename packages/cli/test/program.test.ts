import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import { ROOT } from '../src/root.ts'

const CLI = join(ROOT, 'packages', 'cli', 'dist', 'main.js')

/** Runs the command line, which must refuse. */
async function refused(args: readonly string[], env: Record<string, string>) {
  const run = promisify(execFile)(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...env },
  })
  return run.then(
    () => ({ code: 0, stderr: '' }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  )
}

test('flags, settings and what does not fit together are told in one message, with exit code 2', async () => {
  const env = {
    KAFKA_PORT: '99999',
    GATEWAY_PORT: '14566',
    LOCALSTACK_PORT: '14566',
    DATASET_ROWS: '5',
  }
  const { code, stderr } = await refused(['start', '--rate', 'fast'], env)
  expect(code).toBe(2)
  for (const problem of [
    '--rate: must be N/s, more than 0',
    'KAFKA_PORT: must be a whole number from 1 to 65535',
    'LOCALSTACK_PORT: is the port of GATEWAY_PORT too',
    'DATASET_ROWS: 5 rows are too few',
  ]) {
    expect(stderr).toContain(problem)
  }
})

test('an unknown flag is told together with the settings', async () => {
  const { code, stderr } = await refused(['start', '--fast'], { KAFKA_PORT: '0' })
  expect(code).toBe(2)
  expect(stderr).toContain("unknown option '--fast'")
  expect(stderr).toContain('KAFKA_PORT: must be a whole number')
})

test('a chaos run of the stream half in containers is refused', async () => {
  const { code, stderr } = await refused(['soak', 'chaos', '--stream', '--containers'], {})
  expect(code).toBe(2)
  expect(stderr).toContain("'--stream' cannot be used with option '--containers'")
})
