import { describe, expect, test } from '@jest/globals'
import { codeOf, fakeProducer } from '../fakes/producer.ts'

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe.each([false, true])('a reshard during a run, with aggregation: %s', (aggregate) => {
  test('after splits and a merge every record is where its reader finds it, in order', async () => {
    const { timing, stream, events, put } = fakeProducer({ aggregate, ttlMs: 60_000 }, 2)
    const send = (from: number, to: number) =>
      range(from, to).map((i) => put(`key ${i % 10}`, String(i)))
    const puts = send(0, 100)
    await timing.pass(250)
    stream.split('shardId-000000000000')
    puts.push(...send(100, 200))
    await timing.pass(105)
    stream.split('shardId-000000000001')
    puts.push(...send(200, 300))
    await timing.pass(400)
    stream.merge('shardId-000000000003', 'shardId-000000000004')
    puts.push(...send(300, 400))
    const outcomes = await timing.until(Promise.all(puts))
    expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['ok']))
    for (const key of range(0, 10)) {
      const read = stream.read().filter((record) => record.key === `key ${key}`)
      const texts = [...new Set(read.map(({ text }) => text))]
      expect(texts).toEqual(range(0, 40).map((i) => String(10 * i + key)))
    }
    expect(stream.overlaps).toEqual(new Set())
    await timing.pass(2_000)
    expect(events.open.at(-1)).toBe(3)
  })

  test('the shards are read at most once a second, however many records land elsewhere', async () => {
    const { timing, stream, put } = fakeProducer({ aggregate }, 1)
    await timing.until(put('a', 'x'))
    const { lists } = stream
    stream.split('shardId-000000000000')
    const puts: Promise<unknown>[] = []
    for (const i of range(0, 30)) {
      for (const key of range(0, 20)) puts.push(put(`key ${key}`, String(i)))
      await timing.pass(100)
    }
    await timing.until(Promise.all(puts))
    expect(stream.lists - lists).toBe(stream.shards.length)
  })
})

describe('the shards', () => {
  test('a stream that is not there yet is waited for', async () => {
    const { timing, stream, events, put } = fakeProducer()
    stream.listFaults.push('KINESIS_STREAM_NOT_FOUND', 'KINESIS_UNAVAILABLE')
    expect(codeOf(await timing.until(put('a', 'x')))).toBe('ok')
    expect(events.notRead).toEqual([])
  })

  test('without the right to list them, records fail with that reason, and later ones ask again', async () => {
    const { timing, stream, events, put } = fakeProducer()
    stream.listFaults.push('KINESIS_ACCESS_DENIED')
    expect(codeOf(await timing.until(put('a', 'x')))).toBe('KINESIS_ACCESS_DENIED')
    expect(events.notRead).toEqual(['KINESIS_ACCESS_DENIED'])
    expect(codeOf(await timing.until(put('a', 'y')))).toBe('ok')
  })

  test('when they cannot be read again, the ones known are used on', async () => {
    const { timing, stream, events, put } = fakeProducer()
    await timing.until(put('a', 'x'))
    stream.split('shardId-000000000000')
    stream.listFaults.push('KINESIS_ACCESS_DENIED')
    void put('b', 'x')
    await timing.pass(950 - timing.now())
    expect(codeOf(await timing.until(put('c', 'x')))).toBe('ok')
    expect(events.notRead).toEqual(['KINESIS_ACCESS_DENIED'])
  })

  test('records expire when the shards cannot be read', async () => {
    const { timing, stream, put } = fakeProducer()
    stream.listFaults.push(...Array<'KINESIS_UNAVAILABLE'>(1_000).fill('KINESIS_UNAVAILABLE'))
    expect(codeOf(await timing.until(put('a', 'x')))).toBe('KINESIS_EXPIRED')
  })

  test('a stream that is deleted and made again with other shards is followed', async () => {
    const { timing, stream, events, put } = fakeProducer({ aggregate: true }, 2)
    await timing.until(put('a', 'x'))
    stream.recreate(1)
    stream.faults.push('KINESIS_STREAM_NOT_FOUND')
    const outcomes = await timing.until(Promise.all(range(0, 50).map((i) => put(`key ${i}`, 'x'))))
    expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['ok']))
    expect(events.open).toEqual([2, 1])
    expect(new Set(stream.read().map(({ key }) => key)).size).toBe(50)
    expect(timing.now()).toBeLessThan(3_000)
    await timing.until(Promise.all(range(0, 50).map((i) => put(`key ${i}`, 'x'))))
    expect(stream.requests.at(-1)).toHaveLength(1)
  })

  test('a stream that is not found is waited for, and its shards are read again', async () => {
    const { timing, stream, events, put } = fakeProducer()
    await timing.until(put('a', 'x'))
    stream.faults.push('KINESIS_STREAM_NOT_FOUND')
    expect(codeOf(await timing.until(put('a', 'x')))).toBe('ok')
    await timing.pass(1_000)
    expect(events.open).toEqual([1, 1])
  })

  test("a shard's quota is kept when others are split", async () => {
    const { timing, stream, events, producer } = fakeProducer({ ttlMs: 60_000 }, 2)
    const put = (partitionKey: string, explicitHashKey: string) =>
      void producer.put({ data: Buffer.from('x'), partitionKey, explicitHashKey })
    for (const i of range(0, 6_000)) put(`key ${i}`, '0')
    for (const _ of range(0, 4)) {
      await timing.pass(1_000)
      stream.split(stream.shards.at(-1)?.shardId as string)
      put('other', String(2n ** 128n - 1n))
    }
    expect(events.open.length).toBeGreaterThan(3)
    expect(stream.shards[0]?.stored.length).toBeLessThanOrEqual(4_250)
  })
})
