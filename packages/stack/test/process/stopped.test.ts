import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { isStopped } from '../../src/process/stopped.ts'
import { waitFor } from '../../src/wait.ts'

test('a process is stopped after SIGSTOP, runs after SIGCONT, and counts as stopped when it is gone', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  const pid = child.pid as number
  expect(isStopped(pid)).toBe(false)
  child.kill('SIGSTOP')
  await waitFor(() => isStopped(pid), { what: 'the stop' })
  child.kill('SIGCONT')
  await waitFor(() => !isStopped(pid), { what: 'its going on' })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(isStopped(pid)).toBe(true)
})
