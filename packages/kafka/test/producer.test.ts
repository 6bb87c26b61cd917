import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { FakeKafka, fakeProducer, refused, text } from './support/fake-kafka.ts'

const offsets = (outcomes: readonly object[]) =>
  outcomes.map((outcome) => ('offset' in outcome ? outcome.offset : 'error'))

describe('producing', () => {
  test('gives one outcome per record, in input order, across partitions', async () => {
    const kafka = new FakeKafka()
    kafka.topics.set('t', 3)
    const { producer } = fakeProducer(kafka)
    const outcomes = await producer.produce('t', [text('a', 2), text('b', 0), text('c', 2)])
    expect(outcomes).toEqual([
      { partition: 2, offset: 0 },
      { partition: 0, offset: 0 },
      { partition: 2, offset: 1 },
    ])
  })

  test('puts the records of callers of one turn and all their partitions into one request', async () => {
    const kafka = new FakeKafka()
    kafka.topics.set('t', 2)
    const { producer } = fakeProducer(kafka)
    const calls = ['a', 'b', 'c', 'd'].map((name, i) => producer.produce('t', [text(name, i % 2)]))
    await Promise.all(calls)
    expect(kafka.requests).toEqual([['t/0:2', 't/1:2']])
  })

  test('lets the records that arrive during a request make the next batch', async () => {
    const kafka = new FakeKafka()
    const gate = Promise.withResolvers<void>()
    kafka.gate = gate.promise
    const { producer } = fakeProducer(kafka)
    const first = producer.produce('t', [text('a')])
    await until(() => kafka.requests.length === 1)
    const rest = ['b', 'c', 'd'].map((name) => producer.produce('t', [text(name)]))
    gate.resolve()
    await Promise.all([first, ...rest])
    expect(kafka.requests).toEqual([['t/0:1'], ['t/0:3']])
  })

  test('keeps the order of a partition, whatever the batch limits and the refusals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.constantFrom('not sent' as const, refused(6)), { maxLength: 3 }),
        async (sizes, maxBatchRecords, faults) => {
          const kafka = new FakeKafka()
          kafka.faults.push(...faults)
          const { producer } = fakeProducer(kafka, { maxBatchRecords })
          let next = 0
          const calls = sizes.map((size) =>
            producer.produce(
              't',
              Array.from({ length: size }, () => text(String(next++))),
            ),
          )
          const outcomes = (await Promise.all(calls)).flat()
          expect(offsets(outcomes)).toEqual(outcomes.map((_, i) => i))
          expect(kafka.stored.get('t/0')).toEqual(outcomes.map((_, i) => String(i)))
        },
      ),
    )
  })

  test('gives a key the partition of the Java client', async () => {
    const kafka = new FakeKafka()
    kafka.topics.set('t', 5)
    const { producer } = fakeProducer(kafka)
    const record = { key: Buffer.from('foobar'), value: null }
    const [outcome] = await producer.produce('t', [record])
    expect(outcome).toEqual({ partition: (-790332482 & 0x7fffffff) % 5, offset: 0 })
  })

  test('takes an empty list and answers it at once', async () => {
    const { producer } = fakeProducer(new FakeKafka())
    await expect(producer.produce('t', [])).resolves.toEqual([])
  })
})

describe('what cannot be produced', () => {
  test('an unknown topic is refused as a whole', async () => {
    const { producer } = fakeProducer(new FakeKafka())
    await expect(producer.produce('nope', [text('a')])).rejects.toMatchObject({
      code: 'KAFKA_UNKNOWN_TOPIC',
    })
  })

  test('a record for an unknown partition fails alone', async () => {
    const { producer } = fakeProducer(new FakeKafka())
    const outcomes = await producer.produce('t', [text('a'), text('b', 7), text('c')])
    expect(offsets(outcomes)).toEqual([0, 'error', 1])
    expect(outcomes[1]).toMatchObject({
      error: { code: 'KAFKA_UNKNOWN_PARTITION', retriable: false },
    })
  })

  test('a record above the limit fails alone and is not to be tried again', async () => {
    const kafka = new FakeKafka()
    const { producer } = fakeProducer(kafka, { maxBatchBytes: 1_000 })
    const outcomes = await producer.produce('t', [text('a'), text('x'.repeat(1_000)), text('b')])
    expect(outcomes[1]).toMatchObject({
      error: { code: 'KAFKA_RECORD_TOO_LARGE', retriable: false },
    })
    expect(kafka.stored.get('t/0')).toEqual(['a', 'b'])
  })

  test('no batch exceeds the limits of count and bytes', async () => {
    const kafka = new FakeKafka()
    const { producer } = fakeProducer(kafka, { maxBatchBytes: 1_000, maxBatchRecords: 4 })
    await producer.produce(
      't',
      [...'abcdef']
        .map((c) => text(c.repeat(300)))
        .concat(text('g'), text('h'), text('i'), text('j'), text('k')),
    )
    expect(kafka.requests.map(([part]) => part)).toEqual(['t/0:2', 't/0:2', 't/0:4', 't/0:3'])
  })

  test('a topic that takes less than the limit gets smaller batches, and only what is too large alone fails', async () => {
    const kafka = new FakeKafka()
    kafka.maxBatchBytes = 700
    const { producer } = fakeProducer(kafka)
    const outcomes = await producer.produce('t', [
      ...Array.from({ length: 9 }, () => text('x'.repeat(100))),
      text('y'.repeat(800)),
      text('z'),
    ])
    expect(offsets(outcomes)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 'error', 9])
    expect(outcomes[9]).toMatchObject({ error: { code: 'KAFKA_RECORD_TOO_LARGE' } })
  })

  test('what exceeds the bytes in flight is refused until there is room again', async () => {
    const kafka = new FakeKafka()
    const gate = Promise.withResolvers<void>()
    kafka.gate = gate.promise
    const { producer } = fakeProducer(kafka, { maxInFlightBytes: 1_000 })
    const first = producer.produce('t', [text('x'.repeat(900))])
    await expect(producer.produce('t', [text('x'.repeat(200))])).rejects.toMatchObject({
      code: 'KAFKA_OVERLOADED',
      retriable: true,
    })
    gate.resolve()
    await first
    expect(producer.bytesInFlight).toBe(0)
    await expect(producer.produce('t', [text('x'.repeat(200))])).resolves.toHaveLength(1)
  })
})

describe('when Kafka fails', () => {
  test('a request that was sent and not answered is not sent again: the outcome is unknown', async () => {
    const kafka = new FakeKafka()
    kafka.faults.push('no answer')
    const { producer } = fakeProducer(kafka)
    const outcomes = await producer.produce('t', [text('a'), text('b')])
    expect(outcomes).toHaveLength(2)
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ error: { code: 'KAFKA_OUTCOME_UNKNOWN', retriable: true } })
    expect(kafka.requests).toHaveLength(1)
    expect(kafka.stored.get('t/0')).toEqual(['a', 'b'])
  })

  test('a request that could not be sent is tried again', async () => {
    const kafka = new FakeKafka()
    kafka.faults.push('not sent', 'not sent')
    const { producer } = fakeProducer(kafka)
    expect(offsets(await producer.produce('t', [text('a')]))).toEqual([0])
    expect(kafka.stored.get('t/0')).toEqual(['a'])
  })

  test.each([3, 5, 6, 19, 74, 76])(
    'broker answer %i, by which nothing was stored, is tried again',
    async (code) => {
      const kafka = new FakeKafka()
      kafka.faults.push(refused(code))
      const { producer } = fakeProducer(kafka)
      expect(offsets(await producer.produce('t', [text('a')]))).toEqual([0])
      expect(kafka.requests).toHaveLength(2)
    },
  )

  test.each([-1, 2, 29, 87])(
    'broker answer %i is the outcome, without another try',
    async (code) => {
      const kafka = new FakeKafka()
      kafka.faults.push(refused(code, false))
      const { producer } = fakeProducer(kafka)
      expect(offsets(await producer.produce('t', [text('a')]))).toEqual(['error'])
      expect(kafka.requests).toHaveLength(1)
    },
  )

  test('it gives up after the time for retries, and what waited as long fails with it', async () => {
    const kafka = new FakeKafka()
    const { producer } = fakeProducer(kafka, { maxBatchRecords: 1 })
    kafka.faults.push(...Array.from({ length: 100 }, () => 'not sent' as const))
    const outcomes = await producer.produce('t', [text('a'), text('b'), text('c')])
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ error: { code: 'KAFKA_UNAVAILABLE', retriable: true } })
    expect(kafka.faults.length).toBeGreaterThan(70)
  })

  test('other partitions go on while one is refused', async () => {
    const kafka = new FakeKafka()
    kafka.topics.set('u', 1)
    const { producer } = fakeProducer(kafka)
    kafka.faults.push(refused(-1, false))
    await producer.produce('t', [text('a')])
    expect(offsets(await producer.produce('u', [text('b')]))).toEqual([0])
  })
})

describe('closing', () => {
  test('waits for the outcome of every accepted record and takes no more', async () => {
    const kafka = new FakeKafka()
    const gate = Promise.withResolvers<void>()
    kafka.gate = gate.promise
    const { producer } = fakeProducer(kafka)
    const call = producer.produce('t', [text('a')])
    const closed = producer.close()
    await expect(producer.produce('t', [text('b')])).rejects.toMatchObject({ code: 'KAFKA_CLOSED' })
    gate.resolve()
    await closed
    expect(offsets(await call)).toEqual([0])
  })
})

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 5_000
  do {
    if (condition()) return
    await new Promise((resolve) => setImmediate(resolve))
  } while (performance.now() < end)
  throw new Error('The condition did not come true')
}
