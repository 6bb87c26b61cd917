import { expect, test } from '@jest/globals'
import { KinesisError } from '@pinpipe/kinesis'
import { createLogger, createMetrics } from '@pinpipe/runtime'
import { createProxyEvents } from '../../src/kinesis/events.ts'

test('calls and records are counted by what became of them', async () => {
  const metrics = createMetrics('gateway', { processMetrics: false })
  const logger = createLogger({ name: 'test', level: 'silent', format: 'json' })
  const events = createProxyEvents(logger, metrics)
  const route = { method: 'PUT', route: '/streams/:stream/records' }
  const records = new Map([
    ['ok', 3],
    ['InternalFailure', 2],
  ])
  events.called({ ...route, code: 'ok', records })
  events.reachable()
  const text = await metrics.text()
  expect(text).toContain(
    'pinpipe_gateway_kinesis_calls_total{method="PUT",route="/streams/:stream/records",code="ok"} 1',
  )
  expect(text).toContain('pinpipe_gateway_kinesis_records_total{code="ok"} 3')
  expect(text).toContain('pinpipe_gateway_kinesis_records_total{code="InternalFailure"} 2')
  expect(text).toContain('pinpipe_gateway_kinesis_up 1')
  events.unreachable(new KinesisError('KINESIS_UNAVAILABLE', 'x'))
  expect(await metrics.text()).toContain('pinpipe_gateway_kinesis_up 0')
})
