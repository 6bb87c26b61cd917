import { expect, test } from '@jest/globals'
import { readDagSettings } from '../../src/mwaa/settings.ts'

const WHEEL = { PINPIPE_DATABRICKS_WHEEL: '/Volumes/a/pinpipe.whl' }

const cluster = (spark_env_vars: Readonly<Record<string, string>>, more: object = {}) => ({
  PINPIPE_DATABRICKS_CLUSTER: JSON.stringify({ spark_version: '17.3.x', spark_env_vars, ...more }),
})

test('the wheel on serverless compute is all that must be given', () => {
  expect(readDagSettings(WHEEL)).toMatchObject({ PINPIPE_RUN_ON: 'databricks', ...WHEEL })
})

test('a new cluster may have settings, and keys by reference', () => {
  const keys = { AWS_REGION: 'eu-west-1', AWS_SECRET_ACCESS_KEY: '{{secrets/aws/key}}' }
  const given = cluster(keys, { num_workers: 2, ssh_public_keys: ['ssh-ed25519 AAAA'] })
  const read = readDagSettings({ ...WHEEL, PINPIPE_DATABRICKS_COMPUTE: 'new', ...given })
  expect(read).toMatchObject(given)
})

test('what only sounds like a secret is taken', () => {
  const given = cluster(
    { ENDPOINT: 'http://host:8080/@me' },
    {
      cluster_log_conf: { s3: { kms_key: 'arn:aws:kms:eu-west-1:1:key/2' } },
      spark_conf: { 'spark.hadoop.fs.s3a.aws.credentials.provider': 'com.example.Provider' },
    },
  )
  expect(readDagSettings({ ...WHEEL, ...given })).toMatchObject(given)
})

test.each([
  [{}, 'PINPIPE_DATABRICKS_WHEEL: is missing'],
  [{ PINPIPE_RUN_ON: 'databricks-notebook' }, 'PINPIPE_DATABRICKS_NOTEBOOK: is missing'],
  [{ PINPIPE_DATABRICKS_WHEEL: 'pinpipe.whl' }, 'PINPIPE_DATABRICKS_WHEEL: must be a path'],
  [{ ...WHEEL, PINPIPE_DATABRICKS_COMPUTE: 'new' }, 'PINPIPE_DATABRICKS_CLUSTER: is missing'],
  [{ ...WHEEL, PINPIPE_DATABRICKS_COMPUTE: 'big' }, 'must be serverless, new or existing:CLUSTER'],
  [{ ...WHEEL, PINPIPE_DATABRICKS_CLUSTER: '[]' }, 'PINPIPE_DATABRICKS_CLUSTER: must be a JSON'],
  [{ ...WHEEL, PINPIPE_DATABRICKS_CLUSTER: '{' }, 'PINPIPE_DATABRICKS_CLUSTER: must be a JSON'],
  [{ ...WHEEL, PINPIPE_DATABRICKS_CLUSTER: '{}' }, 'must have a spark_version'],
  [{ ...WHEEL, ...cluster({ AWS_ACCESS_KEY_ID: 'AKIA' }) }, 'AWS_ACCESS_KEY_ID must be {{secrets/'],
  [{ ...WHEEL, ...cluster({ my_token: 'x{{secrets/a/b}}' }) }, 'my_token must be {{secrets/'],
  [{ ...WHEEL, ...cluster({ DB_PWD: 'x' }) }, 'DB_PWD must be {{secrets/'],
  [{ ...WHEEL, ...cluster({ DB_PASSWD: 'x' }) }, 'DB_PASSWD must be {{secrets/'],
  [{ ...WHEEL, ...cluster({ AWS_CREDENTIALS: 'AKIA:x' }) }, 'AWS_CREDENTIALS must be {{secrets/'],
  [{ ...WHEEL, ...cluster({ DB_URL: 'jdbc:mysql://u:x@h/d' }) }, 'DB_URL must be {{secrets/'],
  [
    { ...WHEEL, ...cluster({}, { spark_conf: { 'spark.hadoop.fs.s3a.secret.key': 'x' } }) },
    'spark_conf.spark.hadoop.fs.s3a.secret.key must be {{secrets/',
  ],
  [
    { ...WHEEL, ...cluster({}, { docker_image: { basic_auth: { password: 'x' } } }) },
    'docker_image.basic_auth.password must be {{secrets/',
  ],
  [{ ...WHEEL, PINPIPE_RUN_ON: 'local' }, 'PINPIPE_RUN_ON'],
  [{ ...WHEEL, PINPIPE_ALERT_URL: 'https://me:key@example.org/' }, 'must hold no user'],
  [{ ...WHEEL, PINPIPE_ALERT_URL: 'https://example.org/?key=1' }, 'must hold no user'],
  [{ ...WHEEL, PINPIPE_ALERT_URL: 'https://:key@example.org/' }, 'must hold no user'],
  [{ ...WHEEL, PINPIPE_ALERT_URL: 'https://example.org/#key' }, 'must hold no user'],
  [{ ...WHEEL, PINPIPE_ALERT_URL: 'nonsense' }, 'PINPIPE_ALERT_URL: must be a URL'],
  [{ ...WHEEL, PINPIPE_ANSWERS_URL: 'https://example.org/?key=1' }, 'must hold no user'],
  [{ ...WHEEL, PINPIPE_ANSWERS_URL: 'javascript:alert(1)' }, 'PINPIPE_ANSWERS_URL: must be a URL'],
])('of %j the problem is told', (env, problem) => {
  expect(() => readDagSettings(env)).toThrow(problem)
})
