import { describe, expect, test } from '@jest/globals'
import { KafkaError } from '@pinpipe/kafka'
import { Monitor } from '../src/monitor.ts'
import { FakeEvents } from './support/fake-cluster.ts'

/** A cluster that is up or down in turn, and a clock whose sleeps are counted and end it. */
function build(answers: boolean[]) {
  const events = new FakeEvents()
  const sleeps: number[] = []
  const done = Promise.withResolvers<void>()
  const cluster = {
    async brokerIds() {
      if (answers.shift()) return [1]
      throw new KafkaError('KAFKA_UNAVAILABLE', 'down', { retriable: true })
    },
  }
  const timing = {
    now: () => 0,
    random: () => 0.999,
    sleep: async (ms: number) => {
      sleeps.push(ms)
      if (answers.length === 0) {
        done.resolve()
        await new Promise(() => {})
      }
    },
  }
  const monitor = new Monitor({
    name: 'Kafka',
    check: () => cluster.brokerIds(),
    events: {
      reachable: () => events.kafkaReachable(),
      unreachable: () => events.kafkaUnreachable(),
    },
    timing,
  })
  return { monitor, events, sleeps, done: done.promise }
}

describe('watching a part', () => {
  test('the gateway is not ready before the first answer', () => {
    expect(build([true]).monitor.readiness()).toMatchObject({ ready: false })
  })

  test('it is ready while the brokers answer, and says each change once', async () => {
    const { monitor, events, done } = build([false, false, true, true, false, true])
    monitor.start()
    await done
    expect(monitor.readiness()).toEqual({ ready: true })
    expect(events.kafka).toEqual(['down', 'up', 'down', 'up'])
  })

  test('it backs off while Kafka is down, and says why it is not ready', async () => {
    const { monitor, sleeps, done } = build([false, false, false, false, false])
    monitor.start()
    await done
    expect(monitor.readiness()).toEqual({ ready: false, reason: 'down' })
    expect(sleeps).toEqual([499, 999, 1998, 1998, 1998])
  })

  test('a check that is cut short by the end is no outage', async () => {
    const told: string[] = []
    const monitor = new Monitor({
      name: 'Kinesis',
      check: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new KafkaError('KAFKA_CLOSED', 'cut')))
        }),
      events: { reachable: () => told.push('up'), unreachable: () => told.push('down') },
      timing: { now: () => 0, random: () => 0, sleep: async () => {} },
    })
    monitor.start()
    await monitor.stop()
    expect(told).toEqual([])
    expect(monitor.readiness()).toEqual({ ready: false, reason: 'Kinesis has not answered yet' })
  })
})
