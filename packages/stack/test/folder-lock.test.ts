import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { lockFolder } from '../src/folder-lock.ts'
import { temporaryDir } from '../src/host.ts'

const HOLDER = fileURLToPath(new URL('./locking-process.ts', import.meta.url))

/** A new folder's path, longer than a socket's may be, and with blanks. */
const longPath = () => join(temporaryDir('a folder'), 'with a long name '.repeat(10))

async function startHolder(dir: string) {
  const holder = spawn(process.execPath, [HOLDER, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  return holder
}

test('a folder in use is told with its setting and the process that holds it', async () => {
  const dir = longPath()
  const holder = await startHolder(dir)
  try {
    expect(() => lockFolder({ dir, setting: 'EXAMPLE_DIR' })).toThrow(
      `The folder ${dir} (EXAMPLE_DIR) is in use by process ${holder.pid}. End it, or set EXAMPLE_DIR to another folder.`,
    )
  } finally {
    holder.kill('SIGKILL')
  }
})

test('a holder ended by kill -9 leaves the folder free', async () => {
  const dir = longPath()
  const holder = await startHolder(dir)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  lockFolder({ dir, setting: 'EXAMPLE_DIR' })()
})

test('a process id left behind and used again by a living process does not lock the folder', () => {
  const dir = temporaryDir('a folder')
  writeFileSync(join(dir, 'lock.pid'), String(process.pid))
  lockFolder({ dir, setting: 'EXAMPLE_DIR' })()
})

test('a folder is locked against its own process too, until it is released', () => {
  const claim = { dir: temporaryDir('a folder'), setting: 'EXAMPLE_DIR' }
  const release = lockFolder(claim)
  expect(() => lockFolder(claim)).toThrow(`is in use by process ${process.pid}`)
  release()
  lockFolder(claim)()
})
