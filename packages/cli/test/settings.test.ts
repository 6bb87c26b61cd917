import { expect, test } from '@jest/globals'
import { loadConfig } from '@pinpipe/runtime'
import { assertRowsFor, settingsSchema } from '../src/settings.ts'

test('two settings with one port are refused', () => {
  expect(() => loadConfig(settingsSchema, { MYSQL_PORT: '8082' })).toThrow(
    'MYSQL_PORT: is the port of GATEWAY_PORT too',
  )
})

test('source tables that are too small for the draws are refused, unless every row is sent once', () => {
  const settings = loadConfig(settingsSchema, { DATASET_ROWS: '500' })
  const remedy = 'set at least 11001, or --posts 500 to send every row once'
  expect(() => assertRowsFor({ posts: 1000, rate: '200/s' }, settings)).toThrow(remedy)
  expect(() => assertRowsFor({ posts: 500, rate: 'original' }, settings)).toThrow(remedy)
  expect(() => assertRowsFor({ posts: 500, rate: '200/s' }, settings)).not.toThrow()
})
