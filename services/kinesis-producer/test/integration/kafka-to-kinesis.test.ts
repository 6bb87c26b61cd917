import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { deaggregate, KinesisFake } from '@pinpipe/kinesis-fake'
import { kinds, streamName, topicName } from '@pinpipe/schema'
import { freePort, type Kafka, startKafka, waitFor } from '@pinpipe/stack'
import { expectedByKey, firstsByKey, Harness, numbered, untilStored } from '../support/harness.ts'

let kafka: Kafka
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  kafka = await startKafka()
}, 240_000)

afterAll(async () => {
  await Promise.all(closing.map((close) => close()))
  await kafka?.stop()
}, 60_000)

async function fakeKinesis(options: Parameters<typeof KinesisFake.start>[0]) {
  const kinesis = await KinesisFake.start(options)
  closing.push(() => kinesis.stop())
  return kinesis
}

async function pipeline(id: string, partitions = 1): Promise<Harness> {
  const pipe = new Harness(kafka, id)
  closing.push(() => pipe.close())
  await pipe.makeTopics(partitions, pipe.pin)
  await pipe.makeDeadLetters()
  return pipe
}

describe('Kafka to Kinesis', () => {
  test('puts every record of three topics into its stream, byte for byte, in the order of each key', async () => {
    const pipe = await pipeline('0000000000a1', 2)
    const streams = Object.fromEntries(kinds.map((kind) => [streamName(pipe.id, kind), 3]))
    const kinesis = await fakeKinesis({ streams })
    for (const kind of kinds) await pipe.makeTopics(2, topicName(pipe.id, kind))
    const service = await pipe.start(kinesis.endpoint, { KINESIS_PRODUCER_STREAMS: '' })
    for (const kind of kinds) {
      const records = numbered(0, 1_000, 2, kind === 'pin' ? 'index' : 'ind')
      await pipe.produce(topicName(pipe.id, kind), records)
      const stored = await untilStored(kinesis, streamName(pipe.id, kind), 1_000)
      expect(stored).toHaveLength(1_000)
      expect(firstsByKey(stored)).toEqual(expectedByKey(records))
    }
    const odd = [null, Buffer.from([0xff, 0x00]), Buffer.from('{"index":"x"} '), Buffer.from('')]
    await pipe.produce(
      pipe.pin,
      odd.map((value) => ({ key: null, value, partition: 0 })),
    )
    const stored = await untilStored(kinesis, pipe.pinStream, 1_003)
    const values = stored.map(({ data }) => data.toString('hex'))
    for (const value of odd) if (value) expect(values).toContain(value.toString('hex'))
    const metrics = await service.metrics()
    expect(metrics).toMatch(/records_skipped_total\{topic="\w+\.pin",code="NULL_VALUE"\} 1\b/)
    expect(metrics).toMatch(/key_fallbacks_total\{topic="\w+\.pin"\} 2\b/)
    expect(metrics).toMatch(/shard_records_total\{stream="[\w-]+-geo",shard="shardId-0+2"\} \d/)
    expect(await service.kill('SIGTERM')).toBe(0)
  }, 120_000)

  test('packs records into aggregates that hold them all, in the order of each key', async () => {
    const pipe = await pipeline('0000000000a9')
    const kinesis = await fakeKinesis({ streams: { [pipe.pinStream]: 2 } })
    const records = numbered(0, 2_000)
    await pipe.produce(pipe.pin, records)
    const service = await pipe.start(kinesis.endpoint, { KINESIS_PRODUCER_AGGREGATE: 'true' })
    const unpacked = () =>
      kinesis.records(pipe.pinStream).flatMap((stored) =>
        (deaggregate(stored.data) ?? [stored]).map(({ partitionKey, data }) => ({
          ...stored,
          partitionKey,
          data: Buffer.from(data),
        })),
      )
    await waitFor(() => unpacked().length >= 2_000, { what: 'all records' })
    expect(firstsByKey(unpacked())).toEqual(expectedByKey(records))
    expect(kinesis.records(pipe.pinStream).length).toBeLessThan(200)
    expect(await service.kill('SIGTERM')).toBe(0)
  }, 60_000)

  test('keeps the order of each key through throttling, partial failures and cut connections, and loses nothing', async () => {
    const pipe = await pipeline('0000000000a2', 2)
    const kinesis = await fakeKinesis({ streams: { [pipe.pinStream]: 4 } })
    const shards = [...Array(4).keys()].map((at) => `shardId-00000000000${at}`)
    const release = kinesis.throttle(pipe.pinStream, shards[0] ?? '')
    let draws = 0
    kinesis.inject({
      action: 'PutRecords',
      times: 60,
      record: () => (draws++ % 3 === 1 ? 'InternalFailure' : undefined),
    })
    kinesis.inject({ action: 'PutRecords', times: 3, cut: 'after' })
    const service = await pipe.start(kinesis.endpoint)
    const records = numbered(0, 2_000, 2)
    await pipe.produce(pipe.pin, records)
    const untilRetried = (code: string) =>
      waitFor(
        async () =>
          new RegExp(`record_retries_total\\{.*${code}"\\} [1-9]`).test(await service.metrics()),
        { what: `a retry after ${code}` },
      )
    await untilRetried('KINESIS_THROTTLED')
    await untilRetried('KINESIS_INTERNAL_FAILURE')
    await untilRetried('KINESIS_OUTCOME_UNKNOWN')
    release()
    await waitFor(() => holds(kinesis, pipe, 2_000), { what: 'all', timeoutMs: 90_000 })
    expect(firstsByKey(kinesis.records(pipe.pinStream))).toEqual(expectedByKey(records))
    expect(await service.kill('SIGTERM')).toBe(0)
  }, 180_000)

  test('loses nothing over a kill -9 in the middle, and doubles only what was on its way then', async () => {
    const pipe = await pipeline('0000000000a3', 2)
    const kinesis = await fakeKinesis({ streams: { [pipe.pinStream]: 2 } })
    const records = numbered(0, 3_000, 2)
    const first = await pipe.start(kinesis.endpoint)
    await pipe.produce(pipe.pin, records.slice(0, 1_000))
    await untilStored(kinesis, pipe.pinStream, 1_000)
    await waitFor(
      async () => /lag_records\{.*\} 0\n.*lag_records\{.*\} 0\n/.test(await first.metrics()),
      {
        what: 'no lag',
      },
    )
    await waitFor(async () => /commits_total\{outcome="done"\} [1-9]/.test(await first.metrics()), {
      what: 'a commit',
    })
    kinesis.inject({ action: 'PutRecords', times: 20, delayMs: 50 })
    await pipe.produce(pipe.pin, records.slice(1_000))
    const before = await untilStored(kinesis, pipe.pinStream, 1_200)
    await first.kill('SIGKILL')
    expect(new Set(before.map(({ data }) => data.toString())).size).toBe(before.length)
    expect(before.length).toBeLessThan(3_000)
    const second = await pipe.start(kinesis.endpoint)
    await waitFor(() => holds(kinesis, pipe, 3_000), { what: 'all', timeoutMs: 90_000 })
    const stored = kinesis.records(pipe.pinStream)
    expect(firstsByKey(stored)).toEqual(expectedByKey(records))
    const copies = Map.groupBy(stored, ({ data }) => JSON.parse(data.toString()).n as number)
    expect(Math.max(...[...copies.values()].map(({ length }) => length))).toBeLessThanOrEqual(2)
    expect(await second.kill('SIGTERM')).toBe(0)
    const third = await pipe.start(kinesis.endpoint)
    await third.untilReady()
    const last = numbered(3_000, 3_001, 2)
    await pipe.produce(pipe.pin, last)
    await waitFor(() => holds(kinesis, pipe, 3_001), { what: 'the last record' })
    expect(kinesis.records(pipe.pinStream)).toHaveLength(stored.length + 1)
    expect(await third.kill('SIGTERM')).toBe(0)
  }, 240_000)

  test('stores and commits what is on its way at SIGTERM, so that a restart doubles nothing', async () => {
    const pipe = await pipeline('0000000000a4', 2)
    const kinesis = await fakeKinesis({ streams: { [pipe.pinStream]: 2 } })
    kinesis.inject({ action: 'PutRecords', delayMs: 100 })
    const records = numbered(0, 2_000, 2)
    await pipe.produce(pipe.pin, records)
    const first = await pipe.start(kinesis.endpoint)
    await untilStored(kinesis, pipe.pinStream, 40)
    expect(await first.kill('SIGTERM')).toBe(0)
    const second = await pipe.start(kinesis.endpoint)
    await second.untilReady()
    const last = numbered(2_000, 2_001, 2)
    await pipe.produce(pipe.pin, last)
    await waitFor(() => holds(kinesis, pipe, 2_001), { what: 'all records', timeoutMs: 90_000 })
    expect(await second.kill('SIGTERM')).toBe(0)
    expect(kinesis.records(pipe.pinStream)).toHaveLength(2_001)
    expect(firstsByKey(kinesis.records(pipe.pinStream))).toEqual(
      expectedByKey([...records, ...last]),
    )
  }, 180_000)

  test('shares partitions with a second producer that comes and goes, and loses nothing', async () => {
    const pipe = await pipeline('0000000000aa', 4)
    const kinesis = await fakeKinesis({ streams: { [pipe.pinStream]: 2 } })
    kinesis.inject({ action: 'PutRecords', delayMs: 50 })
    const records = numbered(0, 1_500, 4)
    const first = await pipe.start(kinesis.endpoint)
    await first.untilReady()
    await pipe.produce(pipe.pin, records.slice(0, 500))
    const second = await pipe.start(kinesis.endpoint)
    await pipe.produce(pipe.pin, records.slice(500, 1_000))
    await second.untilReady()
    await waitFor(async () => /partitions_assigned 2\b/.test(await second.metrics()), {
      what: 'two partitions of the second producer',
    })
    await pipe.produce(pipe.pin, records.slice(1_000))
    await waitFor(async () => /held_bytes [1-9]/.test(await first.metrics()), {
      what: 'records on their way',
      everyMs: 20,
    })
    await first.kill('SIGKILL')
    await waitFor(() => holds(kinesis, pipe, 1_500), { what: 'all records', timeoutMs: 60_000 })
    expect(firstsByKey(kinesis.records(pipe.pinStream))).toEqual(expectedByKey(records))
    expect(await second.kill('SIGTERM')).toBe(0)
  }, 120_000)

  test('a record that Kinesis never takes becomes a dead letter, and the others go on', async () => {
    const pipe = await pipeline('0000000000a5')
    const kinesis = await fakeKinesis({ streams: { [pipe.pinStream]: 1 } })
    const text = 'x'.repeat(1_048_100)
    const large = Buffer.from(JSON.stringify({ index: 'k'.repeat(250), text }))
    const longKey = Buffer.from(JSON.stringify({ index: 'k'.repeat(257) }))
    const good = numbered(0, 50)
    const bad = [large, longKey].map((value) => ({
      key: Buffer.from('k'),
      value,
      partition: 0,
      headers: { trace: Buffer.from('t') },
    }))
    await pipe.produce(pipe.pin, [...good.slice(0, 25), ...bad, ...good.slice(25)])
    const service = await pipe.start(kinesis.endpoint)
    const letters = await pipe.consume(`dead-letter.${pipe.id}`, 2)
    expect(letters.map(({ value }) => value)).toEqual([large, longKey])
    expect(String(letters[0]?.headers.trace)).toBe('t')
    expect(String(letters[0]?.headers['__connect.errors.offset'])).toBe('25')
    expect(String(letters[0]?.headers['__connect.errors.exception.stacktrace'])).toMatch(
      /^KINESIS_RECORD_TOO_LARGE: /,
    )
    const stored = await untilStored(kinesis, pipe.pinStream, 50)
    expect(firstsByKey(stored)).toEqual(expectedByKey(good))
    expect(await service.kill('SIGTERM')).toBe(0)
  }, 120_000)

  test('a constant partition key is refused with the reason and exit code 2', async () => {
    const pipe = await pipeline('0000000000a6')
    const keys = `${pipe.pinStream}=constant:partition-1`
    const service = await pipe.start('http://127.0.0.1:1', { KINESIS_PRODUCER_KEYS: keys })
    expect(await service.ended).toBe(2)
    expect(service.output()).toMatch(/all records of streaming-0000000000a6-pin on one shard/)
  }, 60_000)

  test('pauses Kafka while Kinesis takes nothing, and holds no more than its memory', async () => {
    const pipe = await pipeline('0000000000a7')
    const kinesis = await fakeKinesis({
      streams: { [pipe.pinStream]: 1 },
      limits: { writes: false },
    })
    const release = kinesis.throttle(pipe.pinStream, 'shardId-000000000000')
    const text = 'x'.repeat(20_000)
    const records = [...Array(400).keys()].map((index) => ({
      key: null,
      value: Buffer.from(JSON.stringify({ index, text })),
      partition: 0,
    }))
    await pipe.produce(pipe.pin, records)
    const service = await pipe.start(kinesis.endpoint, {
      KINESIS_PRODUCER_MEMORY_BYTES: String(1 << 20),
      KINESIS_PRODUCER_PATIENCE_MS: '2000',
    })
    await waitFor(async () => (await service.readiness()).reason?.includes('has waited'), {
      what: 'unreadiness',
    })
    const held = /held_bytes (\d+)/.exec(await service.metrics())?.[1]
    expect(Number(held)).toBeGreaterThan(0)
    expect(Number(held)).toBeLessThan(3 << 20)
    release()
    expect(await untilStored(kinesis, pipe.pinStream, 400)).toHaveLength(400)
    await service.untilReady()
    expect(await service.kill('SIGTERM')).toBe(0)
  }, 120_000)

  test('waits without loss while Kinesis or Kafka is away, and says so', async () => {
    const pipe = await pipeline('0000000000a8')
    const port = await freePort()
    const service = await pipe.start(`http://127.0.0.1:${port}`)
    await waitFor(
      async () => (await service.readiness()).reason?.includes('Kinesis cannot be reached'),
      { what: 'unreadiness' },
    )
    const kinesis = await fakeKinesis({ streams: { [pipe.pinStream]: 2 }, port })
    await service.untilReady()
    const records = numbered(0, 400)
    const mend = kinesis.inject({ error: 'ServiceUnavailable' })
    await pipe.produce(pipe.pin, records.slice(0, 200))
    await waitFor(async () => (await service.readiness()).status === 503, { what: 'unreadiness' })
    mend()
    await untilStored(kinesis, pipe.pinStream, 200)
    await kafka.kill()
    await waitFor(async () => (await service.readiness()).reason?.includes('consumer group'), {
      what: 'unreadiness',
    })
    await kafka.start()
    await service.untilReady(60_000)
    await pipe.produce(pipe.pin, records.slice(200))
    await waitFor(() => holds(kinesis, pipe, 400), { what: 'all', timeoutMs: 60_000 })
    expect(firstsByKey(kinesis.records(pipe.pinStream))).toEqual(expectedByKey(records))
    expect(await service.kill('SIGTERM')).toBe(0)
  }, 240_000)
})

/** Whether so many different records are stored. */
const holds = (kinesis: KinesisFake, pipe: Harness, count: number): boolean =>
  new Set(kinesis.records(pipe.pinStream).map(({ data }) => data.toString())).size >= count
