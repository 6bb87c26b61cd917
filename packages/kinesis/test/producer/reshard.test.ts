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

  test('records expire when the shards cannot be read', async () => {
    const { timing, stream, put } = fakeProducer()
    stream.listFaults.push(...Array<'KINESIS_UNAVAILABLE'>(1_000).fill('KINESIS_UNAVAILABLE'))
    expect(codeOf(await timing.until(put('a', 'x')))).toBe('KINESIS_EXPIRED')
  })

  test('a stream that was deleted and made again with other shards is followed', async () => {
    const { timing, stream, events, put } = fakeProducer({ aggregate: true }, 2)
    await timing.until(put('a', 'x'))
    stream.split('shardId-000000000000')
    stream.faults.push('KINESIS_STREAM_NOT_FOUND')
    const outcomes = await timing.until(Promise.all(range(0, 50).map((i) => put(`key ${i}`, 'x'))))
    expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['ok']))
    expect(events.open).toEqual([2, 3])
    expect(stream.read()).toHaveLength(51)
  })
})
