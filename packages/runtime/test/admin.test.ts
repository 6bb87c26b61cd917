import { expect, test } from '@jest/globals'
import { buildAdminApp, type Readiness } from '../src/admin.ts'
import { createMetrics } from '../src/metrics.ts'

const metrics = createMetrics('s3-sink', { processMetrics: false })

function admin(readiness: () => Readiness | Promise<Readiness>) {
  return buildAdminApp({ metrics, readiness })
}

test('a service that is not ready is alive and says what is missing', async () => {
  const app = admin(() => ({ ready: false, reason: 'no broker answers' }))
  expect((await app.inject('/livez')).statusCode).toBe(200)
  const ready = await app.inject('/readyz')
  expect(ready.statusCode).toBe(503)
  expect(ready.json()).toEqual({ status: 'not ready', reason: 'no broker answers' })
})

test('a readiness check that throws counts as not ready', async () => {
  const app = admin(() => Promise.reject(new Error('refused')))
  const ready = await app.inject('/readyz')
  expect(ready.statusCode).toBe(503)
  expect(ready.json().reason).toContain('refused')
})

test("metrics appear in Prometheus' format under the service's prefix", async () => {
  metrics.counter('records_total', 'Records', ['topic']).inc({ topic: 'a' }, 3)
  const response = await admin(() => ({ ready: true })).inject('/metrics')
  expect(response.headers['content-type']).toContain('text/plain')
  expect(response.body).toContain('pinpipe_s3_sink_records_total{topic="a"} 3')
})
