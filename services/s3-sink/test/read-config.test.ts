import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { readSinkConfig } from '../src/read-config.ts'

const shipped = (name: string) => fileURLToPath(new URL(`../config/${name}.json`, import.meta.url))

test('settings and connector configuration are read together', async () => {
  const env = { S3_SINK_CONFIG: shipped('default'), PIPELINE_ID: 'ffffffffffff' }
  const { config, connector } = await readSinkConfig(env)
  expect(config.S3_SINK_ADMIN_PORT).toBe(9402)
  expect(connector.deadLetters?.topic).toBe('dead-letter.ffffffffffff')
})

test('the problems of both are told together', async () => {
  const reading = readSinkConfig({ S3_SINK_CONFIG: '/nonexistent', S3_SINK_MEMORY_BYTES: 'much' })
  await expect(reading).rejects.toMatchObject({
    problems: [
      expect.stringContaining('S3_SINK_MEMORY_BYTES: must be a whole number'),
      expect.stringContaining('S3_SINK_CONFIG: ENOENT'),
    ],
  })
})

test('a sink without a connector configuration says what is missing', async () => {
  await expect(readSinkConfig({})).rejects.toThrow('S3_SINK_CONFIG: is required')
})
