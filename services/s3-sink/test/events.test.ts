import { describe, expect, test } from '@jest/globals'
import { KafkaError } from '@pinpipe/kafka'
import { createMetrics, type Logger } from '@pinpipe/runtime'
import { createEvents } from '../src/events.ts'

const place = { topic: 't', partition: 1, offset: 5 }

function build() {
  const lines: { level: string; facts: unknown; message: string }[] = []
  const at = (level: string) => (facts: unknown, message: string) =>
    void lines.push({ level, facts, message })
  const logger = { info: at('info'), warn: at('warn'), error: at('error') } as unknown as Logger
  const metrics = createMetrics('s3-sink', { processMetrics: false })
  return { events: createEvents(logger, metrics, { attempts: 3 }), lines }
}

describe('A dead letter that fails', () => {
  test.each([
    ['KAFKA_RECORD_TOO_LARGE', /raise max\.message\.bytes of the dead-letter topic/],
    ['KAFKA_UNKNOWN_TOPIC', /create the dead-letter topic/],
  ] as const)('with %s is an error at once that says where and what to do', (code, advice) => {
    const { events, lines } = build()
    events.deadLetterFailed(place, 'dead', new KafkaError(code, 'no'), 1)
    expect(lines).toEqual([
      {
        level: 'error',
        facts: expect.objectContaining({ ...place, deadLetterTopic: 'dead' }),
        message: expect.stringMatching(advice),
      },
    ])
    expect(events.undelivered()).toEqual(['t/1/5'])
    events.deadLetterSent(place, 'NULL_VALUE')
    expect(events.undelivered()).toEqual([])
  })

  test('for another reason is an error when it keeps failing, until the partition is gone', () => {
    const { events, lines } = build()
    for (const attempt of [1, 2, 3])
      events.deadLetterFailed(place, 'dead', new KafkaError('KAFKA_UNAVAILABLE', 'no'), attempt)
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'error'])
    expect(events.undelivered()).toEqual(['t/1/5'])
    events.assigned([])
    expect(events.undelivered()).toEqual([])
  })
})
