import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { waitFor } from '@pinpipe/stack'
import { runCommand } from '../src/run-command.ts'

const PARENT = fileURLToPath(new URL('./abandoning-parent.ts', import.meta.url))

const node = (script: string, signal = new AbortController().signal) => ({
  file: process.execPath,
  args: ['-e', script],
  env: process.env,
  signal,
})

test('a command gives its exit code and what it prints on standard output', async () => {
  const script = "console.error('shown'); console.log('kept'); process.exitCode = 3"
  expect(await runCommand(node(script))).toEqual({ exitCode: 3, stdout: 'kept\n' })
})

test('an abort asks the command to end, and throws its reason once it has', async () => {
  const abort = new AbortController()
  const reason = new Error('stopped')
  const run = runCommand(node('setInterval(() => {}, 1e6)', abort.signal))
  abort.abort(reason)
  await expect(run).rejects.toBe(reason)
})

test.each(['runCommand', 'runShown'])(
  'a command of %s does not outlive a parent ended by kill -9',
  async (name) => {
    const parent = spawn(process.execPath, [PARENT, name], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = new PassThrough()
    parent.stdout.pipe(said, { end: false })
    parent.stderr.pipe(said, { end: false })
    const [line] = await once(createInterface({ input: said }), 'line')
    const pid = String(line).split(' ').at(-1)
    const runs = () => existsSync(`/proc/${pid}`)
    try {
      parent.kill('SIGKILL')
      await waitFor(() => !runs(), { what: `process ${pid} to end`, timeoutMs: 4_000 })
    } finally {
      if (runs()) process.kill(Number(pid), 'SIGKILL')
    }
  },
)
