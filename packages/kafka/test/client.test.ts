import { describe, expect, test } from '@jest/globals'
import { createLogger, loadConfig } from '@pinpipe/runtime'
import { z } from 'zod'
import { clientConfig } from '../src/client.ts'
import { kafkaSettings } from '../src/settings.ts'

const logger = createLogger({ name: 'test', level: 'fatal', format: 'json' })
const options = { clientId: 'test', logger }
const read = (env: NodeJS.ProcessEnv) => loadConfig(z.object(kafkaSettings), env)

describe('connecting by settings', () => {
  test('without any setting it talks plain text to the broker on this host', () => {
    const config = clientConfig(read({}), options)
    expect(config).toMatchObject({ brokers: ['127.0.0.1:9092'], ssl: false, clientId: 'test' })
    expect(config).not.toHaveProperty('sasl')
  })

  test('TLS, login and several brokers come from the settings', () => {
    const config = clientConfig(
      read({
        KAFKA_BROKERS: 'a:1, b:2',
        KAFKA_SSL: 'true',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: 'u',
        KAFKA_SASL_PASSWORD: 'p',
      }),
      options,
    )
    expect(config).toMatchObject({
      brokers: ['a:1', 'b:2'],
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' },
    })
  })

  test('a mechanism that is not known is a problem with its setting named', () => {
    expect(() => read({ KAFKA_SASL_MECHANISM: 'gssapi' })).toThrow('KAFKA_SASL_MECHANISM')
  })
})
