import { describe, expect, test } from '@jest/globals'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { readDeltaTable } from '../src/delta.ts'
import { MemoryStore } from './bucket.ts'
import { putCommit } from './lake.ts'

const putFile = (store: MemoryStore, path: string, inds: number[]) => {
  const columnData = [{ name: 'ind', data: inds.map(BigInt), type: 'INT64' as const }]
  store.put(`lake/t/${path}`, new Uint8Array(parquetWriteBuffer({ columnData })))
}
const add = (path: string, more = {}) => ({ add: { path, ...more } })
const read = (store: MemoryStore) => readDeltaTable(store, 'lake/t', ['ind', 'day'])

describe('a Delta table is read from its log', () => {
  test('only files that were added and not removed count', async () => {
    const store = new MemoryStore()
    putFile(store, 'a', [1, 2])
    putFile(store, 'b', [3])
    putFile(store, 'orphan', [4])
    putCommit(store, 't', 0, [{ protocol: {} }, { metaData: { configuration: {} } }, add('a')])
    putCommit(store, 't', 1, [{ commitInfo: {} }, add('b'), { remove: { path: 'a' } }])
    expect(await readDeltaTable(store, 'lake/t', ['ind'])).toEqual([{ ind: 3n }])
  })

  test('a partition column comes from the log', async () => {
    const store = new MemoryStore()
    putFile(store, 'day=1/a', [1])
    putCommit(store, 't', 0, [add('day=1/a', { partitionValues: { day: '1' } })])
    expect(await read(store)).toEqual([{ ind: 1n, day: '1' }])
  })

  test('whole numbers of 64 bits are exact, those in lists too', async () => {
    const store = new MemoryStore()
    const schema = [
      { name: 'root', num_children: 1 },
      { name: 'ind', converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'INT64', repetition_type: 'OPTIONAL' },
    ] as const
    const columnData = [{ name: 'ind', data: [[1n, 2n ** 53n + 1n]] }]
    const body = parquetWriteBuffer({ columnData, schema: [...schema] })
    store.put('lake/t/a', new Uint8Array(body))
    putCommit(store, 't', 0, [add('a')])
    expect(await readDeltaTable(store, 'lake/t', ['ind'])).toEqual([{ ind: [1n, 2n ** 53n + 1n] }])
  })

  test('a text keeps the byte order mark that it begins with', async () => {
    const store = new MemoryStore()
    const columnData = [{ name: 'ind', data: ['\ufeffA'], type: 'STRING' as const }]
    store.put('lake/t/a', new Uint8Array(parquetWriteBuffer({ columnData })))
    putCommit(store, 't', 0, [add('a')])
    expect(await readDeltaTable(store, 'lake/t', ['ind'])).toEqual([{ ind: '\ufeffA' }])
  })

  test('an empty table has no rows', async () => {
    const store = new MemoryStore()
    putCommit(store, 't', 0, [{ metaData: {} }])
    expect(await read(store)).toEqual([])
  })

  test.each([
    ['no log', () => {}, 'has no log'],
    ['a log that begins after 0', (s: MemoryStore) => putCommit(s, 't', 1, []), 'no version 0'],
    [
      'a deletion vector',
      (s: MemoryStore) => putCommit(s, 't', 0, [add('a', { deletionVector: {} })]),
      'deletion vector',
    ],
    [
      'column mapping',
      (s: MemoryStore) =>
        putCommit(s, 't', 0, [
          { metaData: { configuration: { 'delta.columnMapping.mode': 'name' } } },
        ]),
      'maps columns',
    ],
    [
      'a broken log',
      (s: MemoryStore) => s.put('lake/t/_delta_log/00000000000000000000.json', '{"add":'),
      'cannot be read',
    ],
    [
      'a log without objects',
      (s: MemoryStore) => s.put('lake/t/_delta_log/00000000000000000000.json', 'null\n'),
      'cannot be read',
    ],
    ['a lost data file', (s: MemoryStore) => putCommit(s, 't', 0, [add('a')]), 'cannot be read'],
    [
      'a broken data file',
      (s: MemoryStore) => {
        s.put('lake/t/a', 'PAR1 and no more')
        putCommit(s, 't', 0, [add('a')])
      },
      'cannot be read',
    ],
  ])('%s is refused', async (_, prepare, message) => {
    const store = new MemoryStore()
    prepare(store)
    await expect(read(store)).rejects.toThrow(message)
  })
})
