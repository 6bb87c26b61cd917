import { describe, expect, test } from '@jest/globals'
import { loadConfig } from '@pinpipe/runtime'
import { configSchema } from '../src/config.ts'

describe('settings of the sink', () => {
  test('have defaults for all but the connector configuration', () => {
    expect(loadConfig(configSchema, { S3_SINK_CONFIG: 'config/default.json' })).toMatchObject({
      S3_SINK_ADMIN_PORT: 9402,
      S3_SINK_MEMORY_BYTES: 268_435_456,
      KAFKA_BROKERS: ['127.0.0.1:9092'],
    })
  })

  test('say together what is wrong', () => {
    const load = () => loadConfig(configSchema, { S3_SINK_ADMIN_PORT: '0', PIPELINE_ID: 'x' })
    expect(load).toThrow(/PIPELINE_ID[\s\S]*S3_SINK_CONFIG: is required[\s\S]*S3_SINK_ADMIN_PORT/)
  })

  test('are all described', () => {
    for (const field of Object.values(configSchema.shape)) expect(field.description).toBeTruthy()
  })
})
