import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { waitFor } from '@pinpipe/stack'
import { leftBehind, processesOf } from '../src/left-behind.ts'
import { newPlace, placeEnvironment, ROOT } from '../src/place.ts'

test('a kill -9 of npm leaves no process and no port behind', async () => {
  const place = await newPlace(await mkdtemp(join(tmpdir(), 'pinpipe npm ')))
  const npm = spawn('npm', ['start'], { cwd: ROOT, env: placeEnvironment(place), stdio: 'ignore' })
  const broker = () => processesOf(place.dir).some((command) => command.includes('kafka.Kafka'))
  await waitFor(broker, { what: 'a component to run', timeoutMs: 300_000 })
  npm.kill('SIGKILL')
  const nothing = async () => (await leftBehind(place)).length === 0
  await waitFor(nothing, { what: 'the run to end', timeoutMs: 120_000 }).catch(() => {})
  expect(await leftBehind(place)).toEqual([])
  await rm(place.dir, { recursive: true })
})

test('a kill -9 of npm during the set-up leaves no process', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'pinpipe set-up '))
  for (const file of ['bootstrap.mjs', 'parent-watch.mjs', 'package.json']) {
    await copyFile(join(ROOT, file), join(dir, file))
  }
  // what the set-up calls first, and waits for
  const bin = join(dir, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'npm'), '#!/bin/sh\ntouch begun\nexec sleep 60\n', { mode: 0o755 })
  const npm = spawn(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim(), ['start'], {
    cwd: dir,
    env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) },
    stdio: 'ignore',
  })
  await waitFor(() => existsSync(join(dir, 'begun')), { what: 'the set-up to begin' })
  npm.kill('SIGKILL')
  const nothing = () => processesOf(dir).length === 0
  await waitFor(nothing, { what: 'the set-up to end', timeoutMs: 60_000 }).catch(() => {})
  expect(processesOf(dir)).toEqual([])
  await rm(dir, { recursive: true })
})
