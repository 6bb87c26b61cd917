import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from '@jest/globals'
import { processParents } from '../../src/process/descendants.ts'
import { spawnGuarded } from '../../src/process/guarded.ts'
import { waitFor } from '../../src/wait.ts'

const node = (script: string) => ({
  file: process.execPath,
  args: ['-e', script],
  env: process.env,
})

/** Starts a process in a session of its own, tells its id, and stays. */
const LEAVES_THE_GROUP = `
const { spawn } = require('node:child_process')
console.log(spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { detached: true }).pid)
setInterval(() => {}, 1e6)
`

/** A command that runs until it is ended, and its guard. */
async function staying() {
  const run = spawnGuarded(node('setInterval(() => {}, 1e6)'), 'pipe')
  const pid = await waitFor(() => run.pid, { what: 'the command to run' })
  const guard = processParents().get(pid)
  if (guard === undefined) throw new Error('no guard')
  return { run, pid, guard }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a command that ends tells its exit code', async () => {
  expect(await spawnGuarded(node('process.exit(3)'), 'pipe').exited).toEqual({
    code: 3,
    signal: null,
  })
})

test('a program that is not there ends with 127 and says its name', async () => {
  const run = spawnGuarded({ file: 'no-such-program', args: [], env: process.env }, 'pipe')
  const said = run.output.map((stream) => stream.toArray())
  expect((await run.closed).code).toBe(127)
  expect((await Promise.all(said)).flat().join('')).toContain('Cannot run no-such-program')
})

test('a kill ends what the command started, even in a session of its own', async () => {
  const run = spawnGuarded(node(LEAVES_THE_GROUP), 'pipe')
  const [stdout] = run.output
  if (stdout === undefined) throw new Error('no output')
  const [line] = await once(createInterface({ input: stdout }), 'line')
  const escaped = Number(line)
  expect(isAlive(escaped)).toBe(true)
  run.signal('SIGKILL')
  expect(await run.exited).toEqual({ code: null, signal: 'SIGKILL' })
  await waitFor(() => !isAlive(escaped), { what: `process ${escaped} to end` })
})

test('when the guard itself is killed, the command ends too', async () => {
  const { run, pid, guard } = await staying()
  process.kill(guard, 'SIGKILL')
  expect(await run.exited).toEqual({ code: null, signal: 'SIGKILL' })
  await waitFor(() => !isAlive(pid), { what: `process ${pid} to end` })
})

test('a signal to a guard that has just been killed changes nothing of how it ended', async () => {
  const { run, guard } = await staying()
  process.kill(guard, 'SIGKILL')
  // It is gone, and this process, which has not looked since, does not know.
  const gone = `until ps -o stat= -p ${guard} | grep -q Z; do :; done`
  execFileSync('sh', ['-c', gone], { timeout: 10_000 })
  run.signal('SIGTERM')
  expect(await run.exited).toEqual({ code: null, signal: 'SIGKILL' })
})
