import { describe, expect, test } from '@jest/globals'
import { type TopicInfo, unknownTopic } from '../src/metadata.ts'
import { awaitLeaders } from '../src/topics.ts'
import { fakeTiming } from './support/fake-kafka.ts'

const led = { partition: 0, leader: 1, leaderAddress: { host: 'broker', port: 1 } }
const headless = { partition: 1, leader: -1, leaderAddress: undefined }

/** A broker that gives these answers in turn, and the last one from then on. */
class SlowBroker {
  readonly #answers: readonly ('unknown' | readonly (typeof led | typeof headless)[])[]
  asked = 0

  constructor(...answers: ('unknown' | readonly (typeof led | typeof headless)[])[]) {
    this.#answers = answers
  }

  async topic(name: string): Promise<TopicInfo> {
    const answer = this.#answers[Math.min(this.asked++, this.#answers.length - 1)]
    if (answer === undefined || answer === 'unknown') throw unknownTopic(name)
    const partitions = answer.map((partition) => ({ ...partition, replicas: [1], inSync: [1] }))
    return { name, partitions }
  }
}

describe('waiting for the leaders of new topics', () => {
  test('asks again while the broker has not heard of the topic or a partition has no leader', async () => {
    const broker = new SlowBroker('unknown', 'unknown', [led, headless], [led])
    await awaitLeaders(broker, ['t'], fakeTiming())
    expect(broker.asked).toBe(4)
  })

  test('gives up after its time with the last answer', async () => {
    const unheard = awaitLeaders(new SlowBroker('unknown'), ['t'], fakeTiming())
    await expect(unheard).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_TOPIC' })
    const leaderless = awaitLeaders(new SlowBroker([led, headless]), ['t'], fakeTiming())
    await expect(leaderless).rejects.toThrow('Partition 1 of t has no leader now')
  })
})
