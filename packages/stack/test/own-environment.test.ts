import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { temporaryDir } from '../src/host.ts'
import { fitEnvironment, ownEnvironment } from '../src/own-environment.ts'

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

test('a JAVA_HOME is kept where its Java is fit, and dropped where it is too old or not there', async () => {
  const env = (home: string) => ({ PATH: process.env.PATH, JAVA_HOME: home })
  const fit = javaHome('17.0.1')
  expect(await fitEnvironment(env(fit))).toMatchObject({ JAVA_HOME: fit })
  expect(await fitEnvironment(env(javaHome('1.8.0')))).not.toHaveProperty('JAVA_HOME')
  expect(await fitEnvironment(env('/nowhere'))).not.toHaveProperty('JAVA_HOME')
})

function javaHome(version: string): string {
  const home = temporaryDir('java')
  const file = join(home, 'bin', 'java')
  mkdirSync(join(home, 'bin'))
  writeFileSync(file, `#!/bin/sh\necho 'openjdk version "${version}"'\n`)
  chmodSync(file, 0o755)
  return home
}
