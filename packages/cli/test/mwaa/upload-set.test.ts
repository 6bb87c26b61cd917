import { execFileSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { unzipSync } from 'fflate'
import { readDagSettings } from '../../src/mwaa/settings.ts'
import { startupScript, uploadSet } from '../../src/mwaa/upload-set.ts'
import { ROOT } from '../../src/root.ts'

const settings = readDagSettings({
  PINPIPE_DATABRICKS_WHEEL: "/Workspace/it's a $HOME `wheel`.whl",
})

test('the startup script exports every setting as it was given', () => {
  const script = `${startupScript(settings)}printf %s "$PINPIPE_DATABRICKS_WHEEL"`
  const told = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
  expect(told).toBe(settings.PINPIPE_DATABRICKS_WHEEL)
})

test('the DAG comes after all that it imports', async () => {
  const keys = (await uploadSet(ROOT, settings)).map(({ key }) => key)
  expect(keys).toContain('dags/pinpipe_dags/.airflowignore')
  expect(keys.at(-1)).toBe('dags/pinpipe_dag.py')
})

/** 1980-01-01 00:00 in a zip's own form, which has no zone. */
const NO_TIME = 0x0021_0000

test('plugins stand at the top of their archive, which has no time in it', async () => {
  const set = await uploadSet(ROOT, settings)
  const bytes = set.find(({ key }) => key === 'plugins.zip')?.bytes ?? new Uint8Array()
  expect(Object.keys(unzipSync(bytes))).toEqual(['pinpipe_plugin.py'])
  expect(Buffer.from(bytes).readUInt32LE(10)).toBe(NO_TIME)
})
