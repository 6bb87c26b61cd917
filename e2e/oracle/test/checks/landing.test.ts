import { describe, expect, test } from '@jest/globals'
import { objectKey, putObject, topicOf } from '../bucket.ts'
import { recordOf } from '../records.ts'
import { SmallSystem, unknown } from '../small-system.ts'

const judged = async (system: SmallSystem) => {
  const { differences } = await system.judge('landing')
  return differences.map(({ kind, topic, partition, offset }) => [kind, topic, partition, offset])
}

describe('the bucket is held against the ledger', () => {
  test('an acknowledged record that is in no object is missing', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'geo', 3, [recordOf('geo', 9)])
    expect(await judged(system)).toEqual([['missing', topicOf('geo'), 0, 4]])
  })

  test('an altered byte is found', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'pin', 0, [
      recordOf('pin', 7),
      recordOf('pin', 4),
      recordOf('pin', undefined),
    ])
    expect(await judged(system)).toEqual([['altered', topicOf('pin'), 0, 1]])
  })

  test('a record that two objects hold is a duplicate', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'user', 4, [recordOf('user', 7, 2)])
    expect(await judged(system)).toEqual([['duplicate', topicOf('user'), 0, 4]])
  })

  test('a record that nobody was told of is unexplained', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'pin', 5, [recordOf('pin', 8)])
    const { differences } = await system.judge('landing')
    expect(differences).toEqual([
      expect.objectContaining({ kind: 'unexplained', offset: 5, object: objectKey('pin', 5) }),
    ])
  })

  test('an attempt of unknown outcome explains one record of its topic and bytes', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'pin', 5, [recordOf('pin', 7)])
    system.ledger.push(unknown('pin', 0, recordOf('pin', 7)))
    expect(await judged(system)).toEqual([])
  })

  test('an attempt of unknown outcome explains no second record', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'pin', 5, [recordOf('pin', 7), recordOf('pin', 7)])
    system.ledger.push(unknown('pin', 0, recordOf('pin', 7)))
    expect(await judged(system)).toEqual([['unexplained', topicOf('pin'), 0, 6]])
  })

  test('an attempt of unknown outcome explains no other bytes and no other topic', async () => {
    const system = new SmallSystem()
    putObject(system.store, 'geo', 5, [recordOf('geo', 7)])
    system.ledger.push(
      unknown('geo', 0, recordOf('geo', 8)),
      unknown('user', 0, recordOf('geo', 7)),
    )
    expect(await judged(system)).toEqual([['unexplained', topicOf('geo'), 0, 5]])
  })

  test('an attempt of unknown outcome need not have stored anything', async () => {
    const system = new SmallSystem()
    system.ledger.push(unknown('pin', 0, recordOf('pin', 7)))
    expect(await judged(system)).toEqual([])
  })
})
