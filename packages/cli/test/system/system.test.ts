import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { lockFolder } from '@pinpipe/stack'
import { settingsSchema } from '../../src/settings.ts'
import { createSteps } from '../../src/steps.ts'
import { BATCH_ONLY } from '../../src/system/halves.ts'
import { startSystem } from '../../src/system/system.ts'

test('a start in a state folder that another run holds touches nothing in it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'state held '))
  mkdirSync(join(dir, 'run'))
  writeFileSync(join(dir, 'run', 'ledger.jsonl'), 'of the first run')
  const release = lockFolder({ dir, setting: 'PIPELINE_DIR' })
  const context = {
    settings: settingsSchema.parse({ PIPELINE_DIR: dir }),
    env: process.env,
    steps: createSteps(),
    signal: AbortSignal.abort(new Error('started')),
  }
  await expect(startSystem({ fresh: true, halves: BATCH_ONLY }, context)).rejects.toThrow(
    '(PIPELINE_DIR) is in use',
  )
  expect(readFileSync(join(dir, 'run', 'ledger.jsonl'), 'utf8')).toBe('of the first run')
  release()
  rmSync(dir, { recursive: true })
})
