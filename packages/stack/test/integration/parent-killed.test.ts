import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { chooseBackend } from '../../src/backend.ts'
import { engine } from '../../src/container/engine.ts'
import { spawnGuarded } from '../../src/process/guarded.ts'
import { waitFor } from '../../src/wait.ts'

const PARENT = fileURLToPath(new URL('./abandoning-parent.ts', import.meta.url))

const backend = await chooseBackend()

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

/** The volumes and the names of the containers whose names begin with `mark`. */
async function containers(mark: string) {
  if (backend === 'processes') return { names: [], volumes: [] }
  const { container } = await engine()
  const filters = { name: [mark] }
  const found = await container.dockerode.listContainers({ all: true, filters })
  return {
    names: found.flatMap(({ Names }) => Names),
    volumes: found.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? [])),
  }
}

async function existing(volumes: readonly string[]): Promise<string[]> {
  if (backend === 'processes') return []
  const { container } = await engine()
  const { Volumes } = await container.dockerode.listVolumes()
  return Volumes.map(({ Name }) => Name).filter((name) => volumes.includes(name))
}

/** What is left of the components that process `parent` has started. */
async function watchOver(parent: number, pids: readonly number[]) {
  const mark = `pinpipe-${parent}-`
  const { names, volumes } = await containers(mark)
  expect(pids.length + names.length).toBe(3)
  expect(pids.every((pid) => commandLines().has(pid))).toBe(true)
  return async () => [
    ...[...commandLines()].filter(
      ([pid, command]) => (pids.includes(pid) && command !== '') || command.includes(mark),
    ),
    ...(await containers(mark)).names,
    ...(await existing(volumes)),
  ]
}

async function pidsFrom(output: Readable): Promise<number[]> {
  const [line] = await once(createInterface({ input: output }), 'line')
  return JSON.parse(line)
}

const GONE = { what: 'its components to end', timeoutMs: 20_000 }

test('a parent ended by kill -9 leaves no component and no guard behind', async () => {
  const parent = spawn(process.execPath, [PARENT], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pids = await pidsFrom(parent.stdout)
  const left = await watchOver(parent.pid ?? 0, pids)
  parent.kill('SIGKILL')
  await waitFor(async () => (await left()).length === 0, GONE)
}, 180_000)

test('nor does a parent that is killed with all its descendants', async () => {
  const command = { file: process.execPath, args: [PARENT], env: process.env }
  const run = spawnGuarded(command, 'pipe')
  const [output] = run.output
  if (output === undefined) throw new Error('no output')
  const pids = await pidsFrom(output)
  const left = await watchOver(run.pid ?? 0, pids)
  run.signal('SIGKILL')
  await waitFor(async () => (await left()).length === 0, GONE)
}, 180_000)
