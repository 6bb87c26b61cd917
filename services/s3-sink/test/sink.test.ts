import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { KafkaError, type Outcome, type RecordProducer } from '@pinpipe/kafka'
import { createLogger, createMetrics } from '@pinpipe/runtime'
import { createEvents } from '../src/events.ts'
import type { ObjectStore } from '../src/s3/store.ts'
import { Sink } from '../src/sink.ts'
import { createWriterParts } from '../src/writer-parts.ts'
import { MemoryStore } from './support/memory-store.ts'
import { offsetsOf } from './support/offsets.ts'
import { testConnector } from './support/world.ts'

const at = { topic: '0a1b2c3d4e5f.pin', partition: 0 }
const other = { ...at, partition: 1 }

/** A sink over a bucket in memory, and what it did to its consumer. */
function build(
  keys: Record<string, unknown> = {},
  store: ObjectStore = new MemoryStore(),
  produce: RecordProducer['produce'] = async () => [{ partition: 0, offset: 0 }],
) {
  const commits: { partition: number; offset: number }[][] = []
  const valve: string[] = []
  const metrics = createMetrics('s3-sink', { processMetrics: false })
  const events = createEvents(
    createLogger({ name: 'test', level: 'silent', format: 'json' }),
    metrics,
    { attempts: 3 },
  )
  const clock = { now: 1_700_000_000_000 }
  const now = () => clock.now
  const sink = new Sink({
    intake: {
      pause: ({ partition }) => valve.push(`pause ${partition}`),
      resume: ({ partition }) => valve.push(`resume ${partition}`),
      commit: async (offsets) =>
        void commits.push(offsets.map(({ partition, offset }) => ({ partition, offset }))),
    },
    events,
    flow: { memoryBytes: 1600 },
    now,
    writer: createWriterParts({
      connector: testConnector(keys),
      store,
      producer: { produce },
      events,
      timing: { now, random: () => 0, sleep: () => new Promise(setImmediate) },
      now,
      fileBytes: 10_000,
      backoff: { baseMs: 1, capMs: 1 },
    }),
  })
  return { sink, commits, valve, clock, metrics, store, events }
}

const records = (from: number, values: readonly (string | null)[]) =>
  values.map((value, index) => ({
    offset: from + index,
    key: null,
    value: value === null ? null : Buffer.from(value),
    headers: {},
    timestamp: 0,
  }))

const batch = (partition: number, from: number, values: readonly (string | null)[]) => ({
  topic: at.topic,
  partition,
  records: records(from, values),
  next: from + values.length,
})

describe('Sink', () => {
  test('commits only below what is durable', async () => {
    const { sink, commits } = build({ 'flush.size': 3 })
    sink.assigned([at])
    sink.batch(batch(0, 0, ['0', '1', '2', '3', '4', '5', '6']))
    await new Promise(setImmediate)
    await sink.commit()
    expect(commits).toEqual([[{ partition: 0, offset: 6 }]])
    await sink.commit()
    expect(commits).toHaveLength(1)
  })

  test('moves the frontier over skipped records and dead letters', async () => {
    const { sink, commits, metrics } = build()
    sink.assigned([at])
    sink.batch(batch(0, 0, ['{', null, 'x']))
    await new Promise(setImmediate)
    await sink.commit()
    expect(commits).toEqual([[{ partition: 0, offset: 3 }]])
    expect(await metrics.text()).toContain('code="MALFORMED_VALUE"} 2')
  })

  test('tells of a dead letter that fits nowhere, tries on and loses nothing', async () => {
    const tooLarge = { error: new KafkaError('KAFKA_RECORD_TOO_LARGE', 'too large') }
    let outcome: Outcome = tooLarge
    const { sink, commits, events } = build({}, new MemoryStore(), async () => [outcome])
    sink.assigned([at])
    sink.batch(batch(0, 0, [null]))
    await setTimeout(10)
    const meanwhile = events.undelivered()
    await sink.commit()
    outcome = { partition: 0, offset: 0 }
    await setTimeout(10)
    expect([meanwhile, events.undelivered()]).toEqual([[`${at.topic}/0/0`], []])
    await sink.commit()
    expect(commits.flat().map(({ offset }) => offset)).toEqual([0, 1])
  })

  test('pauses a partition whose null values wait for the dead-letter topic, and tells their age', async () => {
    const gate = Promise.withResolvers<readonly Outcome[]>()
    const { sink, valve, metrics, clock } = build({}, new MemoryStore(), () => gate.promise)
    sink.assigned([at])
    sink.batch(batch(0, 0, [null]))
    expect(valve).toEqual(['pause 0'])
    clock.now = 5000
    sink.tick()
    expect(await metrics.text()).toMatch(/lag_seconds\{[^}]*\} 5\n/)
    gate.resolve([{ partition: 0, offset: 0 }])
    await new Promise(setImmediate)
    expect(valve).toEqual(['pause 0', 'resume 0'])
  })

  test('rotates by the schedule without any new record', async () => {
    const { sink, store, clock } = build({ 'rotate.schedule.interval.ms': 1000, timezone: 'UTC' })
    sink.assigned([at])
    sink.batch(batch(0, 0, ['0', '1']))
    clock.now += 999
    sink.tick()
    await new Promise(setImmediate)
    expect((store as MemoryStore).objects.size).toBe(0)
    clock.now += 1
    sink.tick()
    await new Promise(setImmediate)
    expect([...(store as MemoryStore).objects.keys()]).toEqual([
      'topics/0a1b2c3d4e5f.pin/partition=0/0a1b2c3d4e5f.pin+0+0000000000.json',
    ])
  })

  test('closes a file before its gaps are too many for the metadata, and loses nothing', async () => {
    const { sink, store, commits, metrics } = build({ 'flush.size': 1000 })
    sink.assigned([at])
    const values = Array.from({ length: 240 }, (_, index) => (index % 2 ? null : `${index}`))
    sink.batch(batch(0, 0, values))
    await sink.drain()
    const objects = [...(store as MemoryStore).objects.values()].flatMap(({ notes }) => notes ?? [])
    expect(objects.map(({ records }) => records)).toEqual([51, 51, 18])
    expect(objects.flatMap(offsetsOf)).toEqual(
      values.flatMap((value, index) => (value ? index : [])),
    )
    expect(commits.at(-1)).toEqual([{ partition: 0, offset: 240 }])
    expect(await metrics.text()).toMatch(/files_flushed_total\{[^}]*cause="gaps"\} 2/)
  })

  test('throws open files away when the group has a new generation', async () => {
    const { sink, store } = build({ 'flush.size': 3 })
    sink.assigned([at])
    sink.batch(batch(0, 0, ['0', '1']))
    sink.assigned([at])
    sink.batch(batch(0, 0, ['0', '1', '2']))
    await new Promise(setImmediate)
    const [object] = (store as MemoryStore).objects.values()
    expect(object?.body.toString()).toBe('0\n1\n2\n')
  })

  test('takes no batch of a partition that is not assigned', async () => {
    const { sink, commits } = build({ 'flush.size': 1 })
    sink.assigned([other])
    sink.batch(batch(0, 0, ['0']))
    await sink.drain()
    expect(commits).toEqual([])
  })

  test('puts and commits what is open when it is drained, and takes nothing more', async () => {
    const { sink, commits, store } = build()
    sink.assigned([at, other])
    sink.batch(batch(0, 0, ['0', '1']))
    const drained = sink.drain()
    sink.batch(batch(1, 0, ['0']))
    await drained
    expect(commits).toEqual([[{ partition: 0, offset: 2 }]])
    expect((store as MemoryStore).objects.size).toBe(1)
  })

  test('stops at a null value when told to fail, after committing what is before it', async () => {
    const { sink, commits } = build({ 'behavior.on.null.values': 'fail' })
    sink.assigned([at])
    sink.batch(batch(0, 0, ['0', null, '2']))
    await expect(sink.failed).rejects.toMatchObject({
      code: 'RECORD_REFUSED',
      facts: { topic: at.topic, partition: 0, offset: 1, problem: 'NULL_VALUE' },
    })
    await sink.drain()
    expect(commits).toEqual([[{ partition: 0, offset: 1 }]])
  })

  test('pauses the partition whose files pile up, and only that one, until they are durable', async () => {
    const gate = Promise.withResolvers<void>()
    const inner = new MemoryStore()
    const slow: ObjectStore = {
      create: async (key, body, notes) => {
        await gate.promise
        return inner.create(key, body, notes)
      },
      find: (key) => inner.find(key),
      read: (key) => inner.read(key),
      check: () => inner.check(),
    }
    const { sink, valve } = build({ 'flush.size': 1 }, slow)
    sink.assigned([at, other])
    sink.batch(batch(0, 0, [`"${'x'.repeat(300)}"`]))
    sink.batch(batch(1, 0, ['1']))
    expect(valve).toEqual(['pause 0'])
    gate.resolve()
    await new Promise(setImmediate)
    expect(valve).toEqual(['pause 0', 'resume 0'])
  })

  test('closes the largest open file when open files take half of the memory', async () => {
    const { sink, store } = build({ 'flush.size': 100 })
    sink.assigned([at, other])
    sink.batch(batch(1, 0, ['1']))
    sink.batch(batch(0, 0, [`"${'x'.repeat(900)}"`]))
    await new Promise(setImmediate)
    expect([...(store as MemoryStore).objects.keys()]).toEqual([
      expect.stringContaining('partition=0'),
    ])
  })

  test('counts what small records take besides their bytes as memory, not as content', async () => {
    const { sink, store } = build({ 'flush.size': 1000 })
    sink.assigned([at])
    sink.batch(batch(0, 0, new Array(30).fill('1')))
    await new Promise(setImmediate)
    expect((store as MemoryStore).objects.size).toBe(0)
    sink.batch(batch(0, 30, ['1']))
    await new Promise(setImmediate)
    const [object] = (store as MemoryStore).objects.values()
    expect(object?.body).toHaveLength(31 * 2)
  })

  test('passes over records that are delivered a second time', async () => {
    const { sink, store } = build({ 'flush.size': 3 })
    sink.assigned([at])
    sink.batch(batch(0, 0, ['0', '1']))
    sink.batch(batch(0, 0, ['0', '1', '2']))
    await new Promise(setImmediate)
    const [object] = (store as MemoryStore).objects.values()
    expect(object?.body.toString()).toBe('0\n1\n2\n')
  })
})
