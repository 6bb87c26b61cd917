import { expect, test } from '@jest/globals'
import { configSchema } from '../src/config.ts'
import { readProducerConfig } from '../src/read-config.ts'

test('every setting has a default and a description', () => {
  expect(readProducerConfig({}).config).toMatchObject({
    KINESIS_PRODUCER_ADMIN_PORT: 9404,
    KINESIS_PRODUCER_AGGREGATE: false,
    KINESIS_PRODUCER_SHARD_SHARE: 1,
  })
  for (const field of Object.values(configSchema.shape)) expect(field.description).toBeTruthy()
})

test('problems of settings and of routes are told together', () => {
  const read = () =>
    readProducerConfig({
      KINESIS_PRODUCER_SHARD_SHARE: '0',
      KINESIS_PRODUCER_LINGER_MS: 'long',
      KINESIS_PRODUCER_KEYS: 's=sometimes',
    })
  expect(read).toThrow(/LINGER_MS[\s\S]*SHARD_SHARE[\s\S]*"s=sometimes"/)
})

test('a setting that routes depend on says alone that it is wrong', () => {
  expect(() => readProducerConfig({ PIPELINE_ID: 'x' })).toThrow(/PIPELINE_ID: must be 12 hex/)
})
