import { expect, test } from '@jest/globals'
import { loadConfig } from '@pinpipe/runtime'
import { settingsSchema } from '../../src/settings.ts'
import { runEnvironment } from '../../src/system/environment.ts'

const settings = loadConfig(settingsSchema, { KAFKA_PORT: '19092' })

test('services and jobs are told the addresses of the run', () => {
  expect(runEnvironment(settings, { PATH: '/usr/bin' }, 'java')).toMatchObject({
    PATH: '/usr/bin',
    KAFKA_BROKERS: '127.0.0.1:19092',
  })
})

test('Spark is not given a JAVA_HOME whose Java was found unfit', () => {
  const env = { JAVA_HOME: '/opt/java-8' }
  expect(runEnvironment(settings, env, 'java')).not.toHaveProperty('JAVA_HOME')
  expect(runEnvironment(settings, env, '/opt/java-8/bin/java')).toMatchObject(env)
})
