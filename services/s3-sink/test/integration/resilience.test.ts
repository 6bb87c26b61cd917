import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Kafka, type LocalStack, startKafka, startLocalStack, waitFor } from '@pinpipe/stack'
import { Harness, numbered } from '../support/harness.ts'
import { type CutProxy, startProxy } from '../support/proxy.ts'

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

async function pipeline(id: string): Promise<Harness> {
  const harness = new Harness(kafka, stack, id)
  harnesses.push(harness)
  await harness.makeBucket()
  await harness.makeTopics(1, harness.topic('pin'), `dead-letter.${id}`)
  return harness
}

/** All of `count` numbered records once, by the bucket's own account. */
async function expectExactlyOnce(pipe: Harness, count: number): Promise<void> {
  const lines = await pipe.untilLanded(count)
  expect(lines.toSorted()).toEqual(numbered(0, count).toSorted())
}

describe('The sink when something dies', () => {
  test('lands every record exactly once though it is killed again and again', async () => {
    const pipe = await pipeline('00000000000a')
    const keys = { 'flush.size': 40, 'rotate.schedule.interval.ms': 300 }
    const rounds = 4
    const each = 500
    for (let round = 0; round < rounds; round++) {
      const sink = await pipe.startSink('default', keys)
      const from = round * each
      const before = (await pipe.keys()).length
      const produced = (async () => {
        for (let at = from; at < from + each; at += 50)
          await pipe.produce(pipe.topic('pin'), numbered(at, at + 50))
      })()
      await waitFor(async () => (await pipe.keys()).length > before + 1, {
        what: 'two more objects',
        everyMs: 20,
        timeoutMs: 60_000,
      })
      await sink.kill('SIGKILL')
      await produced
    }
    const last = await pipe.startSink('default', keys)
    await expectExactlyOnce(pipe, rounds * each)
    expect(await last.kill('SIGTERM')).toBe(0)
    await expectExactlyOnce(pipe, rounds * each)
  }, 240_000)

  test('shares partitions and lands every record once when a second sink comes and goes', async () => {
    const pipe = await pipeline('00000000000b')
    await pipe.makeTopics(4, pipe.topic('geo'))
    const keys = { 'flush.size': 30, 'rotate.schedule.interval.ms': 300 }
    const first = await pipe.startSink('default', keys)
    await pipe.untilReady()
    const produce = (from: number, to: number) =>
      pipe.produce(pipe.topic('geo'), numbered(from, to), from % 4)
    for (let at = 0; at < 10; at++) await produce(at * 50, at * 50 + 50)
    const second = await pipe.startSink('default', keys)
    for (let at = 10; at < 20; at++) await produce(at * 50, at * 50 + 50)
    await pipe.untilReady()
    await first.kill('SIGKILL')
    for (let at = 20; at < 30; at++) await produce(at * 50, at * 50 + 50)
    await expectExactlyOnce(pipe, 1500)
    expect(await second.kill('SIGTERM')).toBe(0)
    await expectExactlyOnce(pipe, 1500)
  }, 240_000)

  test('waits without loss while S3 is away, at start and in the middle, and says so', async () => {
    const proxy: CutProxy = await startProxy(stack.endpoint)
    try {
      const pipe = await pipeline('00000000000c')
      const keys = { 'rotate.schedule.interval.ms': 300, 's3.part.retries': 1 }
      proxy.cut()
      const sink = await pipe.startSink('default', keys, { AWS_ENDPOINT_URL: proxy.endpoint })
      await waitFor(() => sink.output().includes('Bucket is not reachable yet'), { what: 'a word' })
      expect((await pipe.readiness()).status).toBe(503)
      proxy.mend()
      await pipe.untilReady()
      proxy.cut()
      await pipe.produce(pipe.topic('pin'), numbered(0, 300))
      await waitFor(() => sink.output().includes('Put keeps failing'), { what: 'a word' })
      expect(await pipe.readiness()).toMatchObject({
        status: 503,
        reason: expect.stringContaining('puts keep failing'),
      })
      proxy.mend()
      await expectExactlyOnce(pipe, 300)
      await pipe.untilReady()
      expect(await pipe.metrics()).toMatch(/put_errors_total\{code="STORE_UNREACHABLE"\} [1-9]/)
      expect(await sink.kill('SIGTERM')).toBe(0)
    } finally {
      await proxy.close()
    }
  }, 240_000)

  test('goes on by itself when Kafka was killed and comes back', async () => {
    const pipe = await pipeline('00000000000d')
    const keys = { 'flush.size': 50, 'rotate.schedule.interval.ms': 300 }
    const sink = await pipe.startSink('default', keys)
    await pipe.untilReady()
    await pipe.produce(pipe.topic('pin'), numbered(0, 400))
    await waitFor(async () => (await pipe.keys()).length > 0, { what: 'an object', everyMs: 20 })
    await kafka.kill()
    await waitFor(async () => (await pipe.readiness()).status === 503, { what: 'unreadiness' })
    await kafka.start()
    await pipe.untilReady(60_000)
    await pipe.produce(pipe.topic('pin'), numbered(400, 500))
    await expectExactlyOnce(pipe, 500)
    expect(await sink.kill('SIGTERM')).toBe(0)
  }, 240_000)
})
