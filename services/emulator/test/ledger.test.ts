import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { FileLedger } from '../src/ledger.ts'

const END = {
  type: 'end',
  posts: 1,
  sent: 3,
  acknowledged: 3,
  unknown: 0,
  failed: 0,
  seconds: 1,
} as const

describe('a ledger file', () => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ledger-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  test('holds one JSON line for each entry as soon as it is written', async () => {
    const path = join(dir, 'a.jsonl')
    const ledger = new FileLedger(path)
    ledger.write([END, { ...END, posts: 2 }])
    const text = await readFile(path, 'utf8')
    expect(
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    ).toEqual([END, { ...END, posts: 2 }])
    ledger.close()
  })

  test('is made new for each run', async () => {
    const path = join(dir, 'b.jsonl')
    for (const posts of [1, 2]) {
      const ledger = new FileLedger(path)
      ledger.write([{ ...END, posts }])
      ledger.close()
    }
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ posts: 2 })
  })

  test('says at once when the file cannot be made', () => {
    expect(() => new FileLedger(join(dir, 'missing', 'c.jsonl'))).toThrow('ENOENT')
  })
})
