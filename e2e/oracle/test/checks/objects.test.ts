import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { ID, objectKey, putObject, topicOf } from '../bucket.ts'
import { recordOf } from '../records.ts'
import { SmallSystem } from '../small-system.ts'

const change = (system: SmallSystem, key: string, metadata: Record<string, string>) => {
  const stored = system.store.objects.get(key)
  system.store.put(key, stored?.body ?? '', { ...stored?.metadata, ...metadata })
}

/** The record at `offset` of the topic of pins becomes a dead letter. */
function addDeadLetter(system: SmallSystem, offset: number): void {
  const letter = { offset: 0, sha256: '', deadLetterOf: `${topicOf('pin')}+0+${offset}` }
  system.logs.push({ topic: `dead-letter.${ID}`, partition: 0, records: [letter] })
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
    addDeadLetter(system, 5)
    expect(await system.differences('objects')).toEqual([])
  })

  test('dead letters may be absent inside an object, whose metadata then tells so', async () => {
    const system = new SmallSystem()
    const key = putObject(system.store, 'pin', 5, [recordOf('pin', 1), recordOf('pin', 2)])
    change(system, key, { 'next-offset': '8', 'offset-gaps': '2:1' })
    expect(await system.differences('objects')).toEqual(['object-metadata', 'object-metadata'])
    addDeadLetter(system, 6)
    expect(await system.differences('objects')).toEqual([])
  })

  test.each([{}, { 'offset-gaps': '2:2' }, { 'offset-gaps': '3:1' }, { 'offset-gaps': '2:1,3:1' }])(
    'gaps that the metadata tells wrongly are found: %j',
    async (told) => {
      const system = new SmallSystem()
      const key = putObject(
        system.store,
        'pin',
        5,
        [1, 2, 3].map((ind) => recordOf('pin', ind)),
      )
      change(system, key, { 'next-offset': '9', ...told })
      addDeadLetter(system, 6)
      const { differences } = await system.judge('objects')
      expect(differences).toEqual([
        expect.objectContaining({ kind: 'object-metadata', object: key }),
      ])
      expect(differences[0]?.what).toContain('the content says 2:1')
    },
  )

  test('overlapping objects are found', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'user', 4, [recordOf('user', 7)])
    expect(await system.differences('objects')).toEqual(['overlap'])
  })

  test.each(['record-count', 'next-offset', 'offset-gaps', 'sha256'])(
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
