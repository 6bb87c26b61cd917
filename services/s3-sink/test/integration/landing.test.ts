import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Kafka, type LocalStack, startKafka, startLocalStack, waitFor } from '@pinpipe/stack'
import { Harness, numbered } from '../support/harness.ts'

let kafka: Kafka
let stack: LocalStack
const harnesses: Harness[] = []

beforeAll(async () => {
  kafka = await startKafka()
  stack = await startLocalStack({ services: ['s3'] })
}, 240_000)

afterAll(async () => {
  await Promise.all(harnesses.map((harness) => harness.close()))
  await stack?.stop()
  await kafka?.stop()
}, 60_000)

function pipeline(id: string): Harness {
  const harness = new Harness(kafka, stack, id)
  harnesses.push(harness)
  return harness
}

describe('The sink on real Kafka and S3', () => {
  test("lands one object a record with the original's configuration", async () => {
    const pipe = pipeline('000000000001')
    await pipe.makeBucket()
    await pipe.makeTopics(1, pipe.topic('pin'), pipe.topic('geo'), `dead-letter.${pipe.id}`)
    await pipe.produce(pipe.topic('pin'), numbered(0, 12))
    await pipe.produce(pipe.topic('geo'), numbered(0, 3))
    const sink = await pipe.startSink('original')
    await pipe.untilLanded(15)
    const landed = await pipe.landed()
    expect(landed).toHaveLength(15)
    const folder = `topics/${pipe.topic('pin')}/partition=0`
    expect(landed.at(-1)).toEqual({
      key: `${folder}/${pipe.topic('pin')}+0+0000000011.json`,
      lines: numbered(11, 12),
    })
    expect(await sink.kill('SIGTERM')).toBe(0)
  }, 120_000)

  test('lands large files by the schedule with the default configuration, and new topics too', async () => {
    const pipe = pipeline('000000000002')
    await pipe.makeBucket()
    await pipe.makeTopics(1, pipe.topic('pin'), `dead-letter.${pipe.id}`)
    await pipe.startSink('default', { 's3.compression.type': 'gzip' })
    await pipe.untilReady()
    await pipe.produce(pipe.topic('pin'), numbered(0, 2500))
    await pipe.makeTopics(2, pipe.topic('user'))
    await pipe.produce(pipe.topic('user'), ['{"user":1}'], 1)
    const lines = await pipe.untilLanded(2501)
    expect(lines.toSorted()).toEqual([...numbered(0, 2500), '{"user":1}'].toSorted())
    expect((await pipe.landed()).length).toBeLessThan(10)
    expect(await pipe.metrics()).toMatch(/files_flushed_total\{[^}]*cause="schedule"\} [1-9]/)
  }, 120_000)

  test('sends malformed and null values to the dead letters and goes on', async () => {
    const pipe = pipeline('000000000003')
    const dead = `dead-letter.${pipe.id}`
    await pipe.makeBucket()
    await pipe.makeTopics(1, pipe.topic('pin'), dead)
    await pipe.produce(pipe.topic('pin'), ['{"a":1}', '{"a":', null, '{"a":\r\n4}'])
    const sink = await pipe.startSink('default', { 'rotate.schedule.interval.ms': 500 })
    expect(await pipe.untilLanded(2)).toEqual(['{"a":1}', '{"a":  4}'])
    expect((await pipe.landed()).map(({ gaps }) => gaps)).toEqual(['2:2'])
    expect(await sink.kill('SIGTERM')).toBe(0)
    expect(await pipe.kafka.cluster.offsets(dead, 0)).toMatchObject({ beginning: 0, end: 2 })
    const again = await pipe.startSink('default')
    await pipe.untilReady()
    await again.kill('SIGTERM')
    expect(await pipe.kafka.cluster.offsets(dead, 0)).toMatchObject({ end: 2 })
  }, 120_000)

  test('sends a malformed value of the largest size to the dead letters and goes on', async () => {
    const pipe = pipeline('000000000007')
    const dead = `dead-letter.${pipe.id}`
    await pipe.makeBucket()
    await pipe.makeTopics(1, pipe.topic('pin'), dead)
    await pipe.produce(pipe.topic('pin'), [`{"a":${'x'.repeat(1_048_400)}`, '{"b":1}'])
    await pipe.startSink('default', { 'rotate.schedule.interval.ms': 500 })
    expect(await pipe.untilLanded(1)).toEqual(['{"b":1}'])
    expect(await pipe.kafka.cluster.offsets(dead, 0)).toMatchObject({ end: 1 })
  }, 120_000)

  test('is not ready while the dead-letter topic is missing, and delivers when it is made', async () => {
    const pipe = pipeline('000000000008')
    const dead = `dead-letter.${pipe.id}`
    await pipe.makeBucket()
    await pipe.makeTopics(1, pipe.topic('pin'))
    await pipe.produce(pipe.topic('pin'), [null])
    const sink = await pipe.startSink('default')
    await waitFor(() => sink.output().includes('create the dead-letter topic'), { what: 'a word' })
    await waitFor(
      async () =>
        (await pipe.readiness()).reason === `dead-letter topic: There is no topic ${dead}.`,
      { what: 'the reason' },
    )
    await pipe.makeTopics(1, dead)
    await pipe.untilReady()
    expect(await pipe.kafka.cluster.offsets(dead, 0)).toMatchObject({ end: 1 })
  }, 120_000)

  test('stops with a clear message at a malformed value that is not tolerated', async () => {
    const pipe = pipeline('000000000004')
    await pipe.makeBucket()
    await pipe.makeTopics(1, pipe.topic('pin'))
    await pipe.produce(pipe.topic('pin'), ['1', '2', '{', '4'])
    const sink = await pipe.startSink('original', { 'flush.size': 10 })
    expect(await pipe.untilLanded(2)).toEqual(['1', '2'])
    expect(await sink.kill('SIGCONT')).toBe(1)
    expect(sink.output()).toContain('offset 2: The value is not one JSON text in UTF-8')
  }, 120_000)

  test('says every wrong setting and exits with 2 before anything starts', async () => {
    const pipe = pipeline('000000000005')
    const sink = await pipe.startSink('default', { 'flush.size': 'x', timezone: '', 'a.b': 1 })
    expect(await sink.kill('SIGCONT')).toBe(2)
    expect(sink.output()).toMatch(/flush\.size: [\s\S]*a\.b: is no key[\s\S]*timezone: is required/)
  })
})
