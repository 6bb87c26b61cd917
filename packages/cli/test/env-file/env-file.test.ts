import { expect, test } from '@jest/globals'
import { envFile, parseSettings } from '../../src/env-file/env-file.ts'

const entry = (name: string, value = '') => ({ name, description: `What ${name} is`, value })

test('what a service prints is read setting by setting', () => {
  expect(parseSettings('# Port to listen on\nPORT=8082\n\n# Group\nGROUP=\n')).toEqual([
    { name: 'PORT', description: 'Port to listen on', value: '8082' },
    { name: 'GROUP', description: 'Group', value: '' },
  ])
})

test('a setting of two services stands once, a fixed one not at all, and a value for containers wins', () => {
  const text = envFile(
    [
      { title: 'One', entries: [entry('ID', 'a'), entry('HOST', '127.0.0.1')] },
      { title: 'Two', entries: [entry('ID', 'a'), entry('PASSWORD')] },
    ],
    { fixed: new Set(['HOST']), values: { PASSWORD: 'let me in' } },
  )
  expect(text).toContain('# ── One\n\n# What ID is\nID=a\n')
  expect(text).toContain("# ── Two\n\n# What PASSWORD is\nPASSWORD='let me in'\n")
  expect(text.match(/ID=/g)).toHaveLength(1)
  expect(text).not.toContain('HOST=')
})
