import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { waitFor } from '../../src/wait.ts'

const PARENT = fileURLToPath(new URL('./abandoning-parent.ts', import.meta.url))

/** The processes of this host by their command lines. */
function commandLines(): Map<number, string> {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  const lines = pids.flatMap((pid): [number, string][] => {
    try {
      return [[Number(pid), readFileSync(`/proc/${pid}/cmdline`, 'utf8')]]
    } catch {
      return []
    }
  })
  return new Map(lines)
}

test('a parent ended by kill -9 leaves no component and no guard behind', async () => {
  const parent = spawn(process.execPath, [PARENT], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: parent.stdout }), 'line')
  const pids = JSON.parse(line) as number[]
  const mark = `pinpipe-${parent.pid}-`
  const left = () =>
    [...commandLines()].filter(
      ([pid, command]) => (pids.includes(pid) && command !== '') || command.includes(mark),
    )
  expect(pids.every((pid) => commandLines().has(pid))).toBe(true)
  parent.kill('SIGKILL')
  await waitFor(() => left().length === 0, { what: 'its processes to end', timeoutMs: 10_000 })
}, 180_000)
