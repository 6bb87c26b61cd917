import { describe, expect, test } from '@jest/globals'
import { quietEvents } from './fakes/run.ts'

const TOPIC = '0a1b2c3d4e5f.pin'

describe('readiness', () => {
  test('is not given before the database was read', () => {
    expect(quietEvents().events.readiness()).toEqual({
      ready: false,
      reason: 'database: not read yet',
    })
  })

  test('goes while something does not answer, with its reason, and comes back', () => {
    const { events } = quietEvents()
    events.recovered('database')
    events.retrying(TOPIC, '503: busy', 100)
    expect(events.readiness()).toEqual({ ready: false, reason: `${TOPIC}: 503: busy` })
    events.recovered(TOPIC)
    expect(events.readiness()).toEqual({ ready: true })
  })
})

describe('metrics', () => {
  test('count records by outcome, attempts of unknown outcome, waits and requests', async () => {
    const { events, metrics } = quietEvents()
    events.acknowledged(TOPIC, 20, 5)
    events.failed({ topic: TOPIC, kind: 'pin', row: 1, post: 2 }, 40401, 2)
    events.unknown(TOPIC, 'timeout')
    events.retrying(TOPIC, 'busy', 10)
    events.request(TOPIC, 200, 0.004)
    events.late(1500)
    const text = await metrics.text()
    for (const line of [
      `pinpipe_emulator_records_total{topic="${TOPIC}",outcome="acknowledged"} 20`,
      `pinpipe_emulator_records_total{topic="${TOPIC}",outcome="failed"} 2`,
      `pinpipe_emulator_unknown_total{topic="${TOPIC}",reason="timeout"} 1`,
      `pinpipe_emulator_retries_total{target="${TOPIC}"} 1`,
      'pinpipe_emulator_posts 5',
      'pinpipe_emulator_late_seconds 1.5',
      `pinpipe_emulator_request_seconds_count{topic="${TOPIC}",status="200"} 1`,
    ]) {
      expect(text).toContain(line)
    }
  })
})
