import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { generateDataset } from '../src/dataset.ts'
import { textFormats } from '../src/formats.ts'
import { cleanTables } from '../src/targets.ts'
import { writeDataset } from '../src/write.ts'

const dataset = generateDataset({ rows: 1500, seed: 6 })
const posts = [...dataset.posts()]
let folder: string

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'dataset-')), 'made here')
})
afterEach(() => rm(join(folder, '..'), { recursive: true }))

const read = (name: string) => readFile(join(folder, name), 'utf8')

/** Reads RFC 4180 text that has LF line ends. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/g)) {
    records.at(-1)?.push(quoted === undefined ? (plain as string) : quoted.replaceAll('""', '"'))
    if (end === '\n') records.push([])
  }
  return records.slice(0, -1)
}

describe('writeDataset', () => {
  it('writes the wire rows as JSON lines', async () => {
    const paths = await writeDataset({ dataset, folder, format: 'jsonl' })
    expect(paths.map((path) => basename(path))).toEqual([
      'pinterest_data.jsonl',
      'geolocation_data.jsonl',
      'user_data.jsonl',
    ])
    const lines = (await read('pinterest_data.jsonl')).trimEnd().split('\n')
    expect(lines).toEqual(posts.map(({ wire }) => JSON.stringify(wire.pin)))
  })

  it('writes CSV that gives back commas, quotes, emoji and trailing blanks', async () => {
    await writeDataset({ dataset, folder, format: 'csv' })
    const [head, ...records] = parseCsv(await read('pinterest_data.csv'))
    expect(head).toEqual(Object.keys(posts[0]?.wire.pin ?? {}))
    expect(records).toEqual(posts.map(({ wire }) => Object.values(wire.pin).map(String)))
  })

  it('writes the clean truth beside it when asked to, nulls as empty fields', async () => {
    const paths = await writeDataset({ dataset, folder, format: 'csv', clean: true })
    expect(paths).toHaveLength(6)
    const records = parseCsv(await read('clean_pin.csv')).slice(1)
    expect(records).toEqual(
      posts.map(({ clean }) => Object.values(clean.pin).map((cell) => String(cell ?? ''))),
    )
    const [, geo] = parseCsv(await read('clean_geo.csv'))
    expect(geo?.[2]).toBe(JSON.stringify(posts[0]?.clean.geo.coordinates))
  })

  it('writes SQL that makes and fills the table', async () => {
    await writeDataset({ dataset, folder, format: 'sql' })
    const sql = await read('user_data.sql')
    expect(sql).toMatch(/^CREATE TABLE IF NOT EXISTS `user_data`/)
    expect(sql.match(/^INSERT INTO `user_data`/gm)).toHaveLength(2)
    expect(sql.match(/\(\d+, '/g)).toHaveLength(1500)
  })

  it('reports its progress', async () => {
    const done: number[] = []
    await writeDataset({ dataset, folder, format: 'jsonl', onProgress: (n) => done.push(n) })
    expect(done).toEqual([1000, 1500])
  })
})

describe('formats', () => {
  it('quote in SQL what would end a text, and write null as NULL', () => {
    const sql = textFormats.sql.body(cleanTables.user, [[1, "O'Neil \\", null, '2016-01-01']])
    expect(sql).toContain("(1, 'O\\'Neil \\\\', NULL, '2016-01-01')")
  })
})
