import { expect, test } from '@jest/globals'
import { chooseBackend } from '../src/backend.ts'

const host = (STACK?: string) => ({ root: '/', env: { STACK }, report: () => {} })
const answers = async () => true
const none = async () => false

test('without a setting, or with auto, containers are used where an engine answers', async () => {
  for (const word of [undefined, '', 'auto']) {
    expect(await chooseBackend({ host: host(word) }, answers)).toBe('containers')
    expect(await chooseBackend({ host: host(word) }, none)).toBe('processes')
  }
})

test('STACK=processes asks no engine', async () => {
  const failing = () => Promise.reject(new Error('was asked'))
  expect(await chooseBackend({ host: host('processes') }, failing)).toBe('processes')
})

test('STACK=containers without an engine says what to do', async () => {
  expect(await chooseBackend({ host: host('containers') }, answers)).toBe('containers')
  const choosing = chooseBackend({ host: host('containers') }, none)
  await expect(choosing).rejects.toMatchObject({ code: 'PREREQUISITES_MISSING' })
  await expect(choosing).rejects.toThrow('Start one, so that `docker version` shows its server')
})

test('another word is refused with those that can be set', async () => {
  const choosing = chooseBackend({ host: host('docker') }, answers)
  await expect(choosing).rejects.toMatchObject({ code: 'SETTING_INVALID' })
  await expect(choosing).rejects.toThrow('Set it to containers, processes or auto.')
})

test('an option goes before the setting', async () => {
  const options = { host: host('containers'), backend: 'processes' } as const
  expect(await chooseBackend(options, answers)).toBe('processes')
})
