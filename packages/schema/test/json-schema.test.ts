import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { generatedFiles } from '../scripts/files.ts'
import { breakingChanges } from '../src/breaking.ts'
import { type RecordJsonSchema, recordJsonSchema } from '../src/json-schema.ts'
import { kinds } from '../src/names.ts'

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8')

describe('generated files', () => {
  it('are fresh: `pnpm --filter @pinpipe/schema generate` would write the same', async () => {
    const expected = generatedFiles()
    const names = await readdir(new URL('../generated/', import.meta.url))
    expect(names.sort()).toEqual(Object.keys(expected).sort())
    for (const name of names) expect(await read(`generated/${name}`)).toBe(expected[name])
  })

  it('describe every column and allow columns that they do not name', () => {
    for (const kind of kinds) {
      const schema = recordJsonSchema(kind)
      expect(schema.additionalProperties).toBe(true)
      expect(schema.required).toEqual(Object.keys(schema.properties))
      for (const property of Object.values(schema.properties))
        expect(property.description).toEqual(expect.any(String))
    }
  })

  it.each(kinds)('do not break the released schema of %s', async (kind) => {
    const released = JSON.parse(await read(`released/${kind}.schema.json`)) as RecordJsonSchema
    expect(breakingChanges(released, recordJsonSchema(kind))).toEqual([])
  })
})
