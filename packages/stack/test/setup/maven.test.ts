import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { temporaryDir } from '../../src/host.ts'
import { homeArguments } from '../../src/setup/maven.ts'

test('Maven keeps its cache in the HOME that the user has set, blanks and all', () => {
  const home = temporaryDir('a home')
  const cache = `-Dmaven.repo.local=${join(home, '.m2', 'repository')}`
  expect(homeArguments(home, '/home/recorded')).toEqual([cache])

  const settings = join(home, '.m2', 'settings.xml')
  mkdirSync(join(home, '.m2'))
  writeFileSync(settings, '<settings/>')
  expect(homeArguments(home, '/home/recorded')).toEqual([cache, '--settings', settings])
})

test('where HOME is the recorded one, Maven is left to itself', () => {
  expect(homeArguments('/home/someone', '/home/someone')).toEqual([])
})
