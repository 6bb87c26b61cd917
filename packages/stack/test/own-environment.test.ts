import { expect, test } from '@jest/globals'
import { ownEnvironment } from '../src/own-environment.ts'

test("a profile of a real account, another Spark or another broker's security do not reach a run", () => {
  const kept = {
    PATH: '/usr/bin',
    HOME: '/home/someone',
    HTTPS_PROXY: 'http://proxy',
    TMPDIR: '/t',
  }
  const foreign = {
    AWS_PROFILE: 'work',
    AWS_ENDPOINT_URL_S3: 'http://elsewhere',
    SPARK_HOME: '/opt/spark',
    HADOOP_CONF_DIR: '/etc/hadoop',
    KAFKA_SSL: 'true',
    PYTHONPATH: '/opt/lib',
  }
  expect(ownEnvironment({ ...kept, ...foreign })).toEqual(kept)
})
