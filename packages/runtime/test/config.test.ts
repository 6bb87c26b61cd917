import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { ConfigError, loadConfig, processSettings, setting } from '../src/config.ts'

const schema = z.object({
  ...processSettings,
  PORT: setting.port(8082),
  LIMIT: setting.int(10, 1, 100),
  STRICT: setting.flag(false),
  STAGES: setting.list(['dev']),
  URL: z.url(),
})

test('defaults apply to variables that are not set or empty', () => {
  const config = loadConfig(schema, { URL: 'http://localhost', PORT: '' })
  expect(config).toMatchObject({ PORT: 8082, LIMIT: 10, STRICT: false, STAGES: ['dev'] })
  expect(config.PIPELINE_ID).toBe('0a1b2c3d4e5f')
})

test('texts are read as numbers, flags and lists', () => {
  const env = { URL: 'http://localhost', PORT: '1', STRICT: 'Yes', STAGES: 'dev, test,,prod ' }
  expect(loadConfig(schema, env)).toMatchObject({
    PORT: 1,
    STRICT: true,
    STAGES: ['dev', 'test', 'prod'],
  })
})

test('all problems are reported together, each with the name of its variable', () => {
  const env = { PORT: '70000', LIMIT: 'many', STRICT: 'perhaps', PIPELINE_ID: 'short' }
  const load = () => loadConfig(schema, env)
  expect(load).toThrow(ConfigError)
  for (const name of ['PORT', 'LIMIT', 'STRICT', 'PIPELINE_ID', 'URL']) {
    expect(load).toThrow(new RegExp(`^  ${name}: `, 'm'))
  }
})

test('the settings cannot be changed after they were read', () => {
  expect(Object.isFrozen(loadConfig(schema, { URL: 'http://localhost' }))).toBe(true)
})
