import { expect, test } from '@jest/globals'
import { report } from '../src/report.ts'
import { SmallSystem } from './small-system.ts'

test('the report of a good run ends with ok', async () => {
  const lines = report(await new SmallSystem().judge()).split('\n')
  expect(lines.at(-1)).toBe('ok')
  expect(lines).toContain('bucket         15 lines in 6 objects')
})

test('the report names differences by kind and counts those that it does not show', async () => {
  const system = new SmallSystem()
  for (const key of await system.store.list('topics/')) system.store.objects.delete(key)
  const lines = report(await system.judge('landing')).split('\n')
  expect(lines).toContain('missing: 15')
  expect(lines).toContain('  … and 5 more')
  expect(lines.at(-1)).toBe('NOT ok: 18 differences')
})
