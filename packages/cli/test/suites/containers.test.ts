import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { whyNoContainers } from '../../src/suites/containers.ts'
import { runTests } from '../../src/suites/run-suites.ts'
import { suites } from '../../src/suites/suites.ts'

let folder: string
let root: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinpipe-'))
  root = join(folder, 'clone')
})

afterEach(() => rmSync(folder, { recursive: true }))

const pythons = { spark: 'python3', airflow: 'python3' }
const answers = async () => true
const none = async () => false
const makeEngineScripts = () => mkdirSync(join(folder, 'shared', 'docker'), { recursive: true })

test('where there is Docker, end-to-end tests run both ways, and integration tests in containers, but those of the stack both ways', () => {
  const all = suites({ root, reports: root, pythons })
  const chosen = all.filter(({ env }) => env?.STACK !== undefined)
  expect(chosen.map(({ name, env, where }) => [name, env?.STACK, where])).toEqual([
    ['end-to-end tests (Jest)', 'processes', undefined],
    ['end-to-end tests in containers (Jest)', 'containers', 'with Docker'],
    ['integration tests (Jest)', 'processes', 'without Docker'],
    ['integration tests in containers (Jest)', 'containers', 'with Docker'],
    ['integration tests of the stack (Jest)', 'processes', 'with Docker'],
  ])
  expect(new Set(all.flatMap(({ report }) => report?.file ?? [])).size).toBe(9)
})

test('where an engine answers, nothing is left out', async () => {
  expect(await whyNoContainers(root, {}, answers)).toBeUndefined()
})

test('where none answers, or processes were asked for, the reason is told', async () => {
  expect(await whyNoContainers(root, {}, none)).toBe('no Docker engine answers')
  makeEngineScripts()
  expect(await whyNoContainers(root, { STACK: 'processes' }, none)).toBe('STACK=processes')
})

test('where an engine is expected, its absence fails', async () => {
  const asked = whyNoContainers(root, { STACK: 'containers' }, none)
  await expect(asked).rejects.toThrow('STACK=containers needs a Docker engine, and none answers.')
  makeEngineScripts()
  const beside = whyNoContainers(root, {}, none)
  await expect(beside).rejects.toThrow('yet no Docker engine answers. Start it, or set STACK')
})

test("a word that is in no suite's name is refused, with the names there are", async () => {
  const clone = { root, reports: join(root, 'reports'), pythons }
  const run = runTests(clone, ['nonsense'], { env: {}, signal: new AbortController().signal })
  await expect(run).rejects.toThrow(/nonsense.*unit tests/)
})
