import { describe, expect, test } from '@jest/globals'
import { KafkaError } from '../src/errors.ts'
import type { TopicInfo } from '../src/metadata.ts'
import { unknownTopic } from '../src/metadata.ts'
import { TOPIC_TTL_MS, TopicCache } from '../src/topic-cache.ts'

class FakeSource {
  readonly asked: string[] = []
  readonly topics = new Set<string>()
  down = false

  async topic(name: string): Promise<TopicInfo> {
    this.asked.push(name)
    if (this.down) throw new KafkaError('KAFKA_UNAVAILABLE', 'down', { retriable: true })
    if (!this.topics.has(name)) throw unknownTopic(name)
    return { name, partitions: [] }
  }
}

function build() {
  const source = new FakeSource()
  const clock = { now: 0 }
  return { source, clock, cache: new TopicCache(source, () => clock.now) }
}

describe('the topic cache', () => {
  test('asks once for callers that miss together and for two seconds after', async () => {
    const { source, clock, cache } = build()
    source.topics.add('t')
    await Promise.all([cache.topic('t'), cache.topic('t')])
    clock.now = TOPIC_TTL_MS - 1
    await cache.topic('t')
    expect(source.asked).toEqual(['t'])
    clock.now = TOPIC_TTL_MS
    await cache.topic('t')
    expect(source.asked).toEqual(['t', 't'])
  })

  test('remembers that a topic does not exist, and finds it when it was made later', async () => {
    const { source, clock, cache } = build()
    await expect(cache.topic('t')).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_TOPIC' })
    source.topics.add('t')
    await expect(cache.topic('t')).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_TOPIC' })
    expect(source.asked).toEqual(['t'])
    clock.now = TOPIC_TTL_MS
    await expect(cache.topic('t')).resolves.toMatchObject({ name: 't' })
  })

  test.each(['', 'a b', 'ä', 'a/b', 'x'.repeat(250)])(
    'knows by itself that %j is the name of no topic',
    async (name) => {
      const { source, cache } = build()
      await expect(cache.topic(name)).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_TOPIC' })
      expect(source.asked).toEqual([])
    },
  )

  test('does not remember that Kafka was down', async () => {
    const { source, cache } = build()
    source.topics.add('t')
    source.down = true
    await expect(cache.topic('t')).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' })
    source.down = false
    await expect(cache.topic('t')).resolves.toMatchObject({ name: 't' })
  })

  test('asks again at once for a topic it was told to forget', async () => {
    const { source, cache } = build()
    source.topics.add('t')
    await cache.topic('t')
    cache.forget('t')
    await cache.topic('t')
    expect(source.asked).toEqual(['t', 't'])
  })

  test('holds a bounded number of made-up names', async () => {
    const { source, cache } = build()
    for (let i = 0; i <= 10_000; i++) await cache.topic(`t${i}`).catch(() => {})
    await cache.topic('t10000').catch(() => {})
    expect(source.asked).toHaveLength(10_001)
    await cache.topic('t0').catch(() => {})
    expect(source.asked).toHaveLength(10_002)
  })
})
