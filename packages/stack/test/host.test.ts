import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { temporaryDir } from '../src/host.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinpipe temporary-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a temporary folder goes when its process is gone, and not before', () => {
  const { pid: gone } = spawnSync(process.execPath, ['-e', ''])
  mkdirSync(join(folder, `pinpipe-${gone}-kafka-abc`, 'data'), { recursive: true })
  mkdirSync(join(folder, 'of-someone-else'))
  const first = temporaryDir('kafka', folder)
  const second = temporaryDir('kafka', folder)
  expect(existsSync(first)).toBe(true)
  const names = [first, second].map((dir) => basename(dir))
  expect(readdirSync(folder).toSorted()).toEqual(['of-someone-else', ...names].toSorted())
})
