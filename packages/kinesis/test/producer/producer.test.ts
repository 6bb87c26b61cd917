import { describe, expect, test } from '@jest/globals'
import { codeOf, fakeProducer } from '../fakes/producer.ts'

describe('collecting', () => {
  test('the records of one linger go in one request, each with its place', async () => {
    const { timing, stream, put } = fakeProducer()
    const puts = Promise.all(['a', 'b', 'c'].map((key) => put(key, key)))
    expect(await timing.until(puts)).toEqual([
      { shardId: 'shardId-000000000000', sequenceNumber: '3' },
      { shardId: 'shardId-000000000000', sequenceNumber: '2' },
      { shardId: 'shardId-000000000000', sequenceNumber: '1' },
    ])
    expect(stream.requests).toHaveLength(1)
    expect(timing.now()).toBe(100 + stream.latencyMs)
  })

  test('500 records do not wait', async () => {
    const { timing, stream, put } = fakeProducer({ shardShare: 10 })
    await timing.until(put('first', 'read the shards'))
    const start = timing.now()
    await timing.until(Promise.all(Array.from({ length: 500 }, (_, i) => put(`key ${i}`, 'x'))))
    expect(stream.requests.map((request) => request.length)).toEqual([1, 500])
    expect(timing.now() - start).toBe(stream.latencyMs)
  })

  test('no request exceeds the bytes of one, and those that are full do not wait', async () => {
    const { timing, stream, put } = fakeProducer({ maxRequestBytes: 1_000 })
    await timing.until(put('first', 'read the shards'))
    const puts = Array.from({ length: 9 }, (_, i) => put(`key ${i}`, 'x'.repeat(295)))
    await timing.pass(0)
    expect(stream.requests.map((request) => request.length)).toEqual([1, 3, 3])
    await timing.until(Promise.all(puts))
    expect(stream.requests.map((request) => request.length)).toEqual([1, 3, 3, 3])
  })

  test('flush sends what is there at once and waits for its outcomes', async () => {
    const { timing, stream, producer, put } = fakeProducer({ lingerMs: 60_000 })
    const outcome = put('a', 'x')
    await timing.until(producer.flush())
    expect(codeOf(await outcome)).toBe('ok')
    expect(timing.now()).toBe(stream.latencyMs)
  })

  test('the explicit hash key decides about the shard', async () => {
    const { timing, producer } = fakeProducer({}, 4)
    const put = (explicitHashKey: string) =>
      producer.put({ data: Buffer.from('x'), partitionKey: 'a', explicitHashKey })
    const outcomes = await timing.until(
      Promise.all([put('0'), put(String(2n ** 128n - 1n)), put(String(2n ** 127n))]),
    )
    expect(outcomes.map((outcome) => 'shardId' in outcome && outcome.shardId.at(-1))).toEqual([
      '0',
      '3',
      '2',
    ])
  })
})

describe('what Kinesis can never take fails at once, and nothing is sent', () => {
  const record = (partitionKey: string, bytes = 1, explicitHashKey?: string) => ({
    data: Buffer.alloc(bytes),
    partitionKey,
    ...(explicitHashKey !== undefined && { explicitHashKey }),
  })

  test.each([
    ['an empty key', record(''), 'KINESIS_KEY_INVALID'],
    ['a key of 257 characters', record('é'.repeat(257)), 'KINESIS_KEY_INVALID'],
    ['a hash key that is no number', record('a', 1, '0x1'), 'KINESIS_KEY_INVALID'],
    ['a hash key of 2^128', record('a', 1, String(2n ** 128n)), 'KINESIS_KEY_INVALID'],
    ['more bytes than the stream takes', record('ab', 1_048_575), 'KINESIS_RECORD_TOO_LARGE'],
  ])('%s', async (_, refused, code) => {
    const { producer, stream } = fakeProducer()
    expect(await producer.put(refused)).toMatchObject({ error: { code, retriable: false } })
    expect(stream.requests).toHaveLength(0)
    expect(producer.pendingBytes).toBe(0)
  })

  test('more bytes than a request may have', async () => {
    const { producer } = fakeProducer({ maxRequestBytes: 1_000 })
    expect(codeOf(await producer.put(record('a', 1_000)))).toBe('KINESIS_RECORD_TOO_LARGE')
  })

  test('what is just within the limits is stored', async () => {
    const { producer, timing } = fakeProducer()
    const outcomes = await timing.until(
      Promise.all(
        [record('😀'.repeat(256)), record('a', 1_048_575)].map((fit) => producer.put(fit)),
      ),
    )
    expect(outcomes.map(codeOf)).toEqual(['ok', 'ok'])
  })
})

describe('when puts fail', () => {
  test('a throttled shard of four does not hold up the others', async () => {
    const { timing, stream, producer, put } = fakeProducer({}, 4)
    stream.throttled.add('shardId-000000000001')
    const all = Array.from({ length: 400 }, (_, i) => put(`key ${i}`, String(i)))
    await timing.pass(500)
    const stored = new Set(stream.read().map(({ shardId }) => shardId.at(-1)))
    expect([...stored]).toEqual(['0', '2', '3'])
    expect(producer.pendingRecords).toBe(400 - stream.read().length)
    stream.throttled.clear()
    expect(new Set((await timing.until(Promise.all(all))).map(codeOf))).toEqual(new Set(['ok']))
    expect(new Set(stream.read().map(({ text }) => text)).size).toBe(400)
  })

  test('a throttled shard is asked ever less often', async () => {
    const { timing, stream, put } = fakeProducer()
    stream.throttled.add('shardId-000000000000')
    for (let i = 0; i < 100; i++) void put(`key ${i}`, 'x')
    await timing.pass(25_000)
    expect(stream.requests.length).toBeLessThan(40)
  })

  test('a shard that works again is tried soon after its next failure', async () => {
    const { timing, stream, put } = fakeProducer()
    stream.faults.push(...Array.from({ length: 8 }, () => 'KINESIS_THROTTLED' as const))
    await timing.until(put('a', 'x'))
    const start = timing.now()
    stream.faults.push('KINESIS_THROTTLED')
    await timing.until(put('a', 'x'))
    expect(timing.now() - start).toBe(100 + stream.latencyMs + 50 + stream.latencyMs)
  })

  test('a request without an answer is sent again: stored twice, never lost', async () => {
    const { timing, stream, put } = fakeProducer()
    stream.faults.push('no answer')
    expect(codeOf(await timing.until(put('a', 'x')))).toBe('ok')
    expect(stream.read()).toHaveLength(2)
  })

  test.each([
    ['KINESIS_UNAVAILABLE', 'KINESIS_EXPIRED'],
    ['KINESIS_THROTTLED', 'KINESIS_EXPIRED'],
    ['no answer', 'KINESIS_OUTCOME_UNKNOWN'],
  ] as const)('after 30 s of %s the outcome is %s', async (fault, code) => {
    const { timing, stream, put } = fakeProducer()
    stream.faults.push(...Array.from({ length: 1_000 }, () => fault))
    expect(codeOf(await timing.until(put('a', 'x')))).toBe(code)
    expect(timing.now()).toBeGreaterThanOrEqual(30_000)
    expect(timing.now()).toBeLessThan(30_000 + 2 * stream.latencyMs)
  })

  test('a service that answers too late is not asked faster than it answers', async () => {
    const { timing, stream, put } = fakeProducer({ shardShare: 10, ttlMs: 300_000 })
    // 500 records a second: 16 requests of 500 would take 16 s.
    stream.backlog = { msPerRecord: 2, timeoutMs: 6_000 }
    const puts = Array.from({ length: 10_000 }, (_, i) => put(`key ${i}`, 'x'))
    const codes = (await timing.until(Promise.all(puts))).map(codeOf)
    expect(codes.filter((code) => code !== 'ok')).toEqual([])
    expect(stream.requests.length).toBeLessThan(40)
  })

  test('one attempt without an answer is enough for an unknown outcome', async () => {
    const { timing, stream, put } = fakeProducer()
    stream.faults.push('no answer', 'KINESIS_ACCESS_DENIED')
    expect(codeOf(await timing.until(put('a', 'x')))).toBe('KINESIS_OUTCOME_UNKNOWN')
  })

  test('a request that is refused for good is not sent again', async () => {
    const { timing, stream, put } = fakeProducer()
    stream.faults.push('KINESIS_ACCESS_DENIED')
    expect(codeOf(await timing.until(put('a', 'x')))).toBe('KINESIS_ACCESS_DENIED')
    expect(stream.requests).toHaveLength(1)
  })

  test('one record that Kinesis finds malformed does not take the others of its request with it', async () => {
    const { timing, stream, put } = fakeProducer({ shardShare: 10 }, 3)
    stream.malformed = ({ data }) => Buffer.from(data).toString() === '123'
    const puts = Array.from({ length: 300 }, (_, i) => put(`key ${i % 150}`, String(i)))
    const codes = (await timing.until(Promise.all(puts))).map(codeOf)
    expect(codes.flatMap((code, i) => (code === 'ok' ? [] : [`${i}: ${code}`]))).toEqual([
      '123: KINESIS_INVALID',
    ])
    expect(new Set(stream.read().map(({ text }) => text)).size).toBe(299)
    expect(stream.requests.length).toBeLessThan(30)
  })

  test('a record expires while an earlier one of its key is on its way', async () => {
    const { timing, stream, put } = fakeProducer({ ttlMs: 1_000 })
    stream.latencyMs = 1_500
    const puts = Promise.all([put('a', '1'), put('a', '2')])
    expect((await timing.until(puts)).map(codeOf)).toEqual(['ok', 'KINESIS_EXPIRED'])
    await timing.pass(5_000)
    expect(stream.read().map(({ text }) => text)).toEqual(['1'])
  })
})

describe('bounds', () => {
  test('beyond the bytes that it may hold a put is refused, and room is told in turn', async () => {
    const { timing, producer, put } = fakeProducer({ maxPendingBytes: 20_000 })
    const first = put('a', 'x'.repeat(15_000))
    expect(await put('b', 'x'.repeat(10_000))).toMatchObject({
      error: { code: 'KINESIS_OVERLOADED', retriable: true },
    })
    const told: number[] = []
    const waits = [10_001, 10].map(async (bytes) => {
      await producer.room(bytes)
      told.push(bytes)
    })
    await timing.pass(50)
    expect(told).toEqual([])
    await timing.until(Promise.all([first, ...waits]))
    expect(told).toEqual([10_001, 10])
    expect(producer.pendingBytes).toBe(0)
    expect(codeOf(await timing.until(put('b', 'x'.repeat(10_000))))).toBe('ok')
  })

  test('a shard gets no more than its quota, and all of that', async () => {
    const { timing, stream, put } = fakeProducer({ ttlMs: 60_000 })
    const puts = Array.from({ length: 10_000 }, (_, i) => put(`key ${i}`, 'x'))
    await timing.pass(4_000)
    const stored = stream.read().length
    expect(stored).toBeGreaterThan(3_900)
    expect(stored).toBeLessThanOrEqual(4_250)
    await timing.until(Promise.all(puts))
    expect(timing.now()).toBeGreaterThan(9_700)
  })

  test('a share of the quota is kept by bytes too', async () => {
    const { timing, stream, put } = fakeProducer({ ttlMs: 60_000, shardShare: 0.5 })
    for (let i = 0; i < 100; i++) void put(`key ${i}`, 'x'.repeat(50_000))
    await timing.pass(4_000)
    expect(stream.read().length).toBeGreaterThan(38)
    expect(stream.read().length).toBeLessThanOrEqual(44)
  })
})

test('a shard with a long queue does not keep the others out of the requests', async () => {
  const { timing, stream, producer } = fakeProducer({ maxRequests: 1, shardShare: 100 }, 2)
  const put = (partitionKey: string, explicitHashKey: string) =>
    producer.put({ data: Buffer.from('x'), partitionKey, explicitHashKey })
  const many = Array.from({ length: 5_000 }, (_, i) => put(`key ${i}`, '0'))
  await timing.until(put('other', String(2n ** 128n - 1n)))
  expect(stream.requests.length).toBeLessThanOrEqual(2)
  await timing.until(Promise.all(many))
})

describe('closing', () => {
  test('sends what is there, and takes no more', async () => {
    const { timing, producer, put } = fakeProducer()
    const outcome = put('a', 'x')
    const closed = producer.close(5_000)
    expect(codeOf(await put('b', 'x'))).toBe('KINESIS_CLOSED')
    await timing.until(closed)
    expect(codeOf(await outcome)).toBe('ok')
    expect(timing.now()).toBeLessThan(100)
  })

  test('after its bound, what is left has an outcome that says whether it may be stored', async () => {
    const { timing, stream, producer, put } = fakeProducer()
    stream.latencyMs = 60_000
    const outcomes = Promise.all([put('a', '1'), put('a', '2')])
    await timing.pass(200)
    await timing.until(producer.close(5_000))
    expect((await outcomes).map(codeOf)).toEqual(['KINESIS_OUTCOME_UNKNOWN', 'KINESIS_CLOSED'])
    expect(timing.now()).toBe(5_200)
    expect(producer.pendingRecords).toBe(0)
  })
})

describe('telling', () => {
  test('requests by shard, outcomes by code and the open shards are told', async () => {
    const { timing, stream, events, put } = fakeProducer({}, 2)
    stream.refuse = ({ partitionKey }) => (partitionKey === 'bad' ? 'AccessDeniedException' : '')
    await timing.until(Promise.all(['a', 'bad', 'c'].map((key) => put(key, 'x'))))
    await timing.pass(1)
    expect(events.open).toEqual([2])
    expect(events.settled).toEqual(
      new Map([
        ['ok', 2],
        ['KINESIS_ACCESS_DENIED', 1],
      ]),
    )
    expect(events.requests).toMatchObject([
      { userRecords: 3, kinesisRecords: 3, bytes: 8, seconds: stream.latencyMs / 1_000 },
    ])
    const shards = [...(events.requests[0]?.shards.values() ?? [])]
    expect(shards.reduce((sum, { records }) => sum + records, 0)).toBe(3)
    expect(shards.reduce((sum, { failed }) => sum + failed, 0)).toBe(1)
  })
})
