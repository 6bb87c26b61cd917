import { describe, expect, test } from '@jest/globals'
import { KafkaError } from '@pinpipe/kafka'
import { createLogger, createMetrics } from '@pinpipe/runtime'
import { createEvents } from '../src/events.ts'

const logger = createLogger({ name: 'test', level: 'silent', format: 'json' })

describe("the gateway's events", () => {
  test('count records by topic and what became of them', async () => {
    const metrics = createMetrics('gateway', { processMetrics: false })
    const events = createEvents(logger, metrics)
    const error = new KafkaError('KAFKA_OUTCOME_UNKNOWN', 'x')
    events.recordsProduced('t', [{ partition: 0, offset: 1 }, { error }, { error }], 50)
    const text = await metrics.text()
    expect(text).toContain('pinpipe_gateway_records_total{topic="t",code="ok"} 1')
    expect(text).toContain(
      'pinpipe_gateway_records_total{topic="t",code="KAFKA_OUTCOME_UNKNOWN"} 2',
    )
    expect(text).toContain('pinpipe_gateway_record_bytes_total{topic="t"} 50')
  })

  test('show whether Kafka answers', async () => {
    const metrics = createMetrics('gateway', { processMetrics: false })
    const events = createEvents(logger, metrics)
    events.kafkaReachable()
    expect(await metrics.text()).toContain('pinpipe_gateway_kafka_up 1')
    events.kafkaUnreachable(new KafkaError('KAFKA_UNAVAILABLE', 'x'))
    expect(await metrics.text()).toContain('pinpipe_gateway_kafka_up 0')
  })
})
