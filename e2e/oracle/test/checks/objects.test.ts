import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { objectKey, putObject, topicOf } from '../bucket.ts'
import { recordOf } from '../records.ts'
import { SmallSystem } from '../small-system.ts'

const change = (system: SmallSystem, key: string, metadata: Record<string, string>) => {
  const stored = system.store.objects.get(key)
  system.store.put(key, stored?.body ?? '', { ...stored?.metadata, ...metadata })
}

describe('the objects of a partition continue one another', () => {
  test('a gap between two objects is found', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'pin', 7, [recordOf('pin', 1)])
    const { differences } = await system.judge('objects')
    expect(differences).toEqual([
      expect.objectContaining({ kind: 'gap', offset: 5, object: objectKey('pin', 7) }),
    ])
    expect(differences[0]?.what).toContain('2 offsets')
  })

  test('a first object that does not begin at offset 0 leaves a gap', async () => {
    const system = new SmallSystem()
    system.store.objects.delete(objectKey('geo', 0))
    expect(await system.differences('objects')).toEqual(['gap'])
  })

  test('dead letters may leave a gap between objects', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'pin', 6, [recordOf('pin', 1)])
    const letter = { offset: 0, sha256: '', deadLetterOf: `${topicOf('pin')}+0+5` }
    system.logs.push({ topic: 'dead-letter.0a1b2c3d4e5f', partition: 0, records: [letter] })
    expect(await system.differences('objects')).toEqual([])
  })

  test('dead letters may be absent inside an object, whose metadata then tells so', async () => {
    const system = new SmallSystem()
    const key = putObject(system.store, 'pin', 5, [recordOf('pin', 1), recordOf('pin', 2)])
    change(system, key, { 'next-offset': '8' })
    expect(await system.differences('objects')).toEqual(['object-metadata'])
    const letter = { offset: 0, sha256: '', deadLetterOf: `${topicOf('pin')}+0+6` }
    system.logs.push({ topic: 'dead-letter.0a1b2c3d4e5f', partition: 0, records: [letter] })
    expect(await system.differences('objects')).toEqual([])
  })

  test('overlapping objects are found', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'user', 4, [recordOf('user', 7)])
    expect(await system.differences('objects')).toEqual(['overlap'])
  })

  test.each(['record-count', 'next-offset', 'sha256'])(
    'a wrong %s in the metadata is found',
    async (field) => {
      const system = new SmallSystem()
      change(system, objectKey('pin', 3), { [field]: '1' })
      const { differences } = await system.judge('objects')
      expect(differences).toEqual([
        expect.objectContaining({ kind: 'object-metadata', object: objectKey('pin', 3) }),
      ])
      expect(differences[0]?.what).toContain(field)
    },
  )

  test('an object without metadata is found', async () => {
    const system = new SmallSystem()
    system.store.put(objectKey('pin', 5), gzipSync(''))
    expect(await system.differences('objects')).toEqual(Array(3).fill('object-metadata'))
  })

  test('a broken gzip object is named and does not end the examination', async () => {
    const system = new SmallSystem()
    system.store.put(objectKey('pin', 5), 'not gzip')
    expect(await system.differences('objects')).toEqual(['object-unreadable'])
  })

  test.each([
    'topics/other/partition=0/other+0+0000000000.json',
    `topics/${topicOf('pin')}/partition=0/notes.txt`,
    `topics/${topicOf('pin')}/partition=1/${topicOf('pin')}+0+0000000000.json`,
  ])('%s is a foreign object', async (key) => {
    const system = new SmallSystem()
    system.store.put(key, '{}\n')
    expect(await system.differences('objects')).toEqual(['object-foreign'])
  })
})
