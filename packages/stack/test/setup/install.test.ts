import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { SetupEvent } from '../../src/host.ts'
import { install } from '../../src/setup/install.ts'

let root: string
let events: SetupEvent[]

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pinpipe install-'))
  events = []
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const host = () => ({ root, env: {}, report: (event: SetupEvent) => events.push(event) })
const target = () => join(root, '.pipeline', 'thing')

function thing(input: string, fill = (dir: string) => writeFile(join(dir, 'made-of'), input)) {
  return { step: 'Make it', target: target(), inputs: [input], fill }
}

const madeOf = () => readFileSync(join(target(), 'made-of'), 'utf8')

test('the same inputs install once, other inputs install anew', async () => {
  await install(host(), thing('one'))
  await install(host(), thing('one'))
  expect(events.map(({ type }) => type)).toEqual(['started', 'done'])
  await install(host(), thing('two'))
  expect(madeOf()).toBe('two')
})

test('a step that fails leaves what was there, and the next run repairs it', async () => {
  await install(host(), thing('one'))
  const half = async (dir: string) => {
    await writeFile(join(dir, 'made-of'), 'half')
    throw new Error('the network went away')
  }
  await expect(install(host(), thing('two', half))).rejects.toThrow('the network went away')
  expect(events.at(-1)).toMatchObject({ type: 'failed', step: 'Make it' })
  expect(madeOf()).toBe('one')
  await install(host(), thing('two'))
  expect(madeOf()).toBe('two')
})

test('what a killed run left half made does not get into the result', async () => {
  mkdirSync(`${target()}.new`, { recursive: true })
  await writeFile(join(`${target()}.new`, 'half'), '')
  await install(host(), thing('one'))
  expect(readdirSync(target()).toSorted()).toEqual(['.stamp', 'made-of'])
})

test('two at once install once', async () => {
  let fills = 0
  const slow = async (dir: string) => {
    fills += 1
    await sleep(50)
    await writeFile(join(dir, 'made-of'), 'one')
  }
  await Promise.all([install(host(), thing('one', slow)), install(host(), thing('one', slow))])
  expect(fills).toBe(1)
  expect(existsSync(`${target()}.lock`)).toBe(false)
})

test('progress is told under the name of the step', async () => {
  await install(host(), {
    ...thing('one'),
    fill: async (_dir, progress) => progress(3, 7, 'files'),
  })
  expect(events).toContainEqual({
    type: 'progress',
    step: 'Make it',
    done: 3,
    total: 7,
    unit: 'files',
  })
})
