import { describe, expect, test } from '@jest/globals'
import { loadConfig } from '@pinpipe/runtime'
import { gatewayConfig } from '../src/config.ts'

describe("the gateway's settings", () => {
  test('all have defaults and descriptions', () => {
    expect(loadConfig(gatewayConfig, {})).toMatchObject({
      GATEWAY_PORT: 8082,
      GATEWAY_ADMIN_PORT: 9401,
      GATEWAY_STAGES: ['dev', 'test', 'prod'],
      KAFKA_BROKERS: ['127.0.0.1:9092'],
      GATEWAY_KINESIS: false,
      GATEWAY_KINESIS_MODE: 'tutorial',
    })
    for (const field of Object.values(gatewayConfig.shape)) expect(field.description).toBeTruthy()
  })

  test('a stage that stands twice is a problem', () => {
    expect(() => loadConfig(gatewayConfig, { GATEWAY_STAGES: 'dev,dev' })).toThrow('GATEWAY_STAGES')
  })

  test('all problems are reported together', () => {
    const env = { GATEWAY_PORT: '0', GATEWAY_STAGES: 'a/b', GATEWAY_COMPRESSION: 'brotli' }
    const read = () => loadConfig(gatewayConfig, env)
    for (const name of Object.keys(env)) expect(read).toThrow(name)
  })
})
