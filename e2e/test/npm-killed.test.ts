import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { waitFor } from '@pinpipe/stack'
import { leftBehind, processesOf } from '../src/left-behind.ts'
import { newPlace, placeEnvironment, ROOT } from '../src/system.ts'

test('a kill -9 of npm leaves no process and no port behind', async () => {
  const place = await newPlace(await mkdtemp(join(tmpdir(), 'pinpipe npm ')))
  const npm = spawn('npm', ['start'], { cwd: ROOT, env: placeEnvironment(place), stdio: 'ignore' })
  const broker = () => processesOf(place.dir).some((command) => command.includes('kafka.Kafka'))
  await waitFor(broker, { what: 'a component to run', timeoutMs: 120_000 })
  npm.kill('SIGKILL')
  const nothing = async () => (await leftBehind(place)).length === 0
  await waitFor(nothing, { what: 'the run to end', timeoutMs: 60_000 }).catch(() => {})
  expect(await leftBehind(place)).toEqual([])
  await rm(place.dir, { recursive: true })
})
