import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { ROOT } from '../src/place.ts'

/** Says its process id, then `lost` once its parents are, and ends after 2 s in any case. */
const WATCHED = `
import { rememberParents } from ${JSON.stringify(join(ROOT, 'parent-watch.mjs'))}
const lost = rememberParents(process.env)
console.log('started')
setInterval(() => lost() && (console.log('lost'), process.exit()), 50)
setTimeout(() => (console.log('kept'), process.exit()), 2000)
`
let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parent watch '))
  await writeFile(join(dir, 'watched.mjs'), WATCHED)
})

afterEach(() => rm(dir, { recursive: true }))

/** Runs `command` in a package whose start script is `script`, kills it at once, and gives what was said. */
async function saidAfterKill(script: string, command: string, args: string[]): Promise<string> {
  await writeFile(join(dir, 'package.json'), JSON.stringify({ scripts: { start: script } }))
  const parent: ChildProcess = spawn(command, args, {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  parent.stdout?.on('data', (bytes: Buffer) => {
    said += bytes.toString()
    if (said.includes('started')) parent.kill('SIGKILL')
  })
  await once(parent, 'close')
  return said.slice(said.indexOf('started'))
}

test.each(['node watched.mjs; true', 'exec node watched.mjs'])(
  'an npm ended by kill -9 is noticed by its script %s',
  async (script) => {
    expect(await saidAfterKill(script, 'npm', ['start'])).toBe('started\nlost\n')
  },
)

test.each(['node watched.mjs; true', 'exec node watched.mjs'])(
  'the end of the shell that started npm is none of npm, for the script %s',
  async (script) => {
    expect(await saidAfterKill(script, 'sh', ['-c', 'npm start; true'])).toBe('started\nkept\n')
  },
)
