import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { GroupSession } from '../../src/consumer/session.ts'
import type { RecordBatch } from '../../src/consumer/types.ts'
import { FakeKafkajs } from './fake-kafkajs.ts'

let kafka: FakeKafkajs
let session: GroupSession
let running: Promise<void>
let stop: AbortController
let seen: { assigned: number; batches: RecordBatch[]; gaps: number[][]; ends: number[] }

/** Runs a session until it consumes, then lets it join with the fake's offsets. */
async function join(): Promise<void> {
  running = session.run(stop.signal)
  running.catch(() => undefined)
  await turn()
  kafka.join()
  await turn()
  kafka.calls.length = 0
}

beforeEach(() => {
  kafka = new FakeKafkajs()
  stop = new AbortController()
  seen = { assigned: 0, batches: [], gaps: [], ends: [] }
  const options = {
    groupId: 'group',
    subscription: { pattern: /^a\.pin$|^b\.pin$/ },
    sessionTimeoutMs: 6000,
    refreshMs: 20,
    events: {
      onTrouble: () => undefined,
      onGap: (_at: object, from: number, to: number) => seen.gaps.push([from, to]),
      onTopics: () => undefined,
      onLogEnd: (_at: object, offset: number) => seen.ends.push(offset),
    },
  }
  session = new GroupSession(kafka.client, options, {
    assigned: () => {
      seen.assigned += 1
    },
    batch: (batch) => seen.batches.push(batch),
  })
})

afterEach(() => stop.abort())

describe('GroupSession', () => {
  test('fetches nothing before it knows where to begin', async () => {
    running = session.run(stop.signal)
    await turn()
    kafka.join()
    const all = '[{"topic":"a.pin","partitions":[0]}]'
    expect(kafka.calls).toEqual(['connect', 'subscribe a.pin', `pause ${all}`])
    expect(session.isJoined()).toBe(true)
    await turn()
    expect(kafka.calls.at(-1)).toBe(`resume ${all}`)
    stop.abort()
    await running
    expect(kafka.calls.at(-1)).toBe('disconnect')
    expect(session.isJoined()).toBe(false)
  })

  test('hands over batches that follow each other and resolves them', async () => {
    kafka.committed = '10'
    await join()
    expect(await kafka.deliver(10, [10, 12])).toEqual(['12'])
    expect(await kafka.deliver(13, [13])).toEqual(['13'])
    expect(seen.batches.map(({ next, records }) => [next, records.map((r) => r.offset)])).toEqual([
      [13, [10, 12]],
      [14, [13]],
    ])
    expect(seen.batches[0]?.records[0]).toEqual({
      offset: 10,
      key: null,
      value: Buffer.from('10'),
      headers: {},
      timestamp: 5,
    })
    expect(seen.ends).toContain(100)
  })

  test('drops a batch that was fetched for an earlier generation, and seeks back', async () => {
    kafka.committed = '10'
    await join()
    expect(await kafka.deliver(50, [50, 51])).toEqual([])
    expect(seen.batches).toEqual([])
    expect(kafka.calls).toEqual(['seek 10'])
  })

  test('reports records that were deleted before joining', async () => {
    kafka.committed = '10'
    kafka.low = '30'
    await join()
    expect(seen.gaps).toEqual([[10, 30]])
    expect(await kafka.deliver(30, [30])).toEqual(['30'])
  })

  test('reports records that were deleted while it consumed', async () => {
    await join()
    await kafka.deliver(0, [0])
    kafka.low = '40'
    expect(await kafka.deliver(40, [40])).toEqual(['40'])
    expect(seen.gaps).toEqual([[1, 40]])
  })

  test('moves over a batch of nothing but control records', async () => {
    await join()
    await kafka.deliver(0, [0])
    kafka.emit('start', { topic: 'a.pin', partition: 0, batchSize: 0, lastOffset: '1' })
    expect(seen.batches.at(-1)).toEqual({ topic: 'a.pin', partition: 0, records: [], next: 2 })
    expect(await kafka.deliver(2, [2])).toEqual(['2'])
  })

  test('ends with KAFKA_POSITION_LOST when the log ends before the committed offset', async () => {
    kafka.committed = '101'
    await join()
    await expect(running).rejects.toMatchObject({ code: 'KAFKA_POSITION_LOST' })
    expect(kafka.calls.join()).not.toMatch(/resume/)
  })

  test('ends with KAFKA_POSITION_LOST when the log was made anew while it consumed', async () => {
    await join()
    await kafka.deliver(0, [0, 1, 2])
    kafka.high = '2'
    expect(await kafka.deliver(0, [0])).toEqual([])
    await expect(running).rejects.toMatchObject({ code: 'KAFKA_POSITION_LOST' })
    expect(seen.batches).toHaveLength(1)
  })

  test('ends with KAFKA_POSITION_LOST when it sees a shorter log without any record', async () => {
    await join()
    await kafka.deliver(0, [0, 1, 2])
    kafka.high = '1'
    await expect(running).rejects.toMatchObject({ code: 'KAFKA_POSITION_LOST' })
  })

  test('ends with what kafkajs crashed of', async () => {
    await join()
    kafka.emit('crash', { error: new Error('broken') })
    await expect(running).rejects.toThrow('broken')
  })

  test('ends when another topic matches, so that it is consumed too', async () => {
    await join()
    kafka.topics = ['a.pin', 'b.pin', 'c.pin']
    await running
    expect(kafka.calls).toContain('disconnect')
  })

  test('commits offsets as they are given', async () => {
    await join()
    await session.commit([{ topic: 'a.pin', partition: 0, offset: 7 }])
    expect(kafka.calls).toEqual(['commit [{"topic":"a.pin","partition":0,"offset":"7"}]'])
  })

  test('gives every generation to the handler, whatever it held before', async () => {
    await join()
    kafka.join()
    expect(seen.assigned).toBe(2)
  })
})
