import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { freePort } from '@pinpipe/stack'
import { startWithStack, tasksEnvironment } from '../../src/airflow/start.ts'
import { settingsSchema } from '../../src/settings.ts'
import { createSteps } from '../../src/steps.ts'
import { runEnvironment } from '../../src/system/environment.ts'
import { statePaths } from '../../src/system/paths.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'state '))
})
afterEach(() => rmSync(dir, { recursive: true }))

const start = (settings: ReturnType<typeof settingsSchema.parse>) => {
  const signal = new AbortController().signal
  const context = { settings, env: process.env, steps: createSteps(), signal }
  return startWithStack({ posts: 1, fresh: false }, context)
}

test('a port in use is told before a stack is started, and the state is its owner alone to read', async () => {
  const port = await freePort()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  const settings = settingsSchema.parse({ PIPELINE_DIR: dir, AIRFLOW_PORT: String(port) })
  await expect(start(settings)).rejects.toThrow(`Port ${port} (AIRFLOW_PORT) is in use`)
  other.close()
  expect(readdirSync(dir)).toEqual(['airflow'])
  expect(statSync(statePaths(settings).airflow).mode & 0o777).toBe(0o700)
})

test('a folder that would end the address of its database is refused', async () => {
  const settings = settingsSchema.parse({ PIPELINE_DIR: join(dir, 'state?') })
  await expect(start(settings)).rejects.toThrow(/PIPELINE_DIR: .* without "\?" .*state\?/)
})

test('a relative state folder is one of the clone', () => {
  const { airflow } = statePaths(settingsSchema.parse({ PIPELINE_DIR: 'state' }))
  expect(airflow).toBe(join(import.meta.dirname, '../../../../state/airflow'))
})

test("Python and jars of Airflow's Spark are the start's own, whatever is exported", () => {
  const exported = { PINPIPE_SPARK_PYTHON: '/other/python', PINPIPE_JARS: '/other/jars' }
  const env = runEnvironment(settingsSchema.parse({}), exported)
  expect(tasksEnvironment(env, '/own/python')).toMatchObject({
    PINPIPE_SPARK_PYTHON: '/own/python',
    PINPIPE_JARS: join(import.meta.dirname, '../../../../.pipeline/jars/spark'),
  })
})
