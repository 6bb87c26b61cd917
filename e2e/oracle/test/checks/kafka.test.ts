import { describe, expect, test } from '@jest/globals'
import type { LogRecord } from '../../src/kafka-log.ts'
import { topicOf } from '../bucket.ts'
import { SmallSystem } from '../small-system.ts'

const change = (system: SmallSystem, edit: (records: readonly LogRecord[]) => LogRecord[]) => {
  const [pin] = system.logs.splice(0, 1)
  if (pin) system.logs.push({ ...pin, records: edit(pin.records) })
}

describe('Kafka and the bucket hold the same records', () => {
  test('a record of Kafka that is in no object has not landed', async () => {
    const system = new SmallSystem()
    change(system, (records) => [...records, { offset: 5, sha256: 'abc' }])
    const { differences } = await system.judge('kafka')
    expect(differences).toEqual([
      expect.objectContaining({
        kind: 'not-landed',
        topic: topicOf('pin'),
        partition: 0,
        offset: 5,
      }),
    ])
  })

  test('a dead letter need not land', async () => {
    const system = new SmallSystem()
    change(system, (records) => [...records, { offset: 5, sha256: 'abc' }])
    const letter = { offset: 0, sha256: 'abc', deadLetterOf: `${topicOf('pin')}+0+5` }
    system.logs.push({ topic: 'dead-letter.0a1b2c3d4e5f', partition: 0, records: [letter] })
    expect(await system.differences('kafka')).toEqual([])
  })

  test('a record without a value need not land', async () => {
    const system = new SmallSystem()
    change(system, (records) => [...records, { offset: 5, sha256: undefined }])
    expect(await system.differences('kafka', 'objects')).toEqual([])
  })

  test('a line that is not in Kafka is found', async () => {
    const system = new SmallSystem()
    change(system, (records) => records.slice(0, 4))
    expect(await system.differences('kafka')).toEqual(['not-in-kafka'])
  })

  test('lines below the first offset that Kafka still has are let pass', async () => {
    const system = new SmallSystem()
    change(system, (records) => records.slice(2))
    expect(await system.differences('kafka')).toEqual([])
  })

  test('other bytes than those of Kafka are found', async () => {
    const system = new SmallSystem()
    change(system, (records) => records.map((r) => (r.offset === 1 ? { ...r, sha256: 'abc' } : r)))
    expect(await system.differences('kafka')).toEqual(['differs-from-kafka'])
  })

  test('an object of a partition that Kafka does not have is found', async () => {
    const system = new SmallSystem()
    system.logs.splice(0, 1)
    expect(await system.differences('kafka')).toEqual(['not-in-kafka', 'not-in-kafka'])
  })
})
