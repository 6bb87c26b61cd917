import { expect, test } from '@jest/globals'
import { readSettings } from '@pinpipe/runtime'
import { settingsProblems, settingsSchema } from '../src/settings.ts'

const read = (env: Record<string, string>) => readSettings(settingsSchema, env).values

test('two settings with one port are refused, though another setting cannot be read', () => {
  const settings = read({ MYSQL_PORT: '8082', KAFKA_PORT: 'many' })
  expect(settingsProblems(settings, {})).toEqual(['MYSQL_PORT: is the port of GATEWAY_PORT too'])
})

test('source tables that are too small for the draws are refused, unless every row is sent once', () => {
  const settings = read({ DATASET_ROWS: '500' })
  const refused = [expect.stringContaining('set at least 11001, or --posts 500 to send every row')]
  expect(settingsProblems(settings, { posts: 1000, rate: '200/s' })).toEqual(refused)
  expect(settingsProblems(settings, { posts: 500, rate: 'original' })).toEqual(refused)
  expect(settingsProblems(settings, { posts: 500, rate: '200/s' })).toEqual([])
  expect(settingsProblems(settings, {})).toEqual([])
})
