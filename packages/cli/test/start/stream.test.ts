import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { catchUp } from '../../src/start/stream.ts'
import type { System } from '../../src/system/system.ts'

/** Later than gauges can lag behind. */
const PUT_AFTER_MS = 2_300

const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** Metrics of a Kinesis producer; every topic has as many waiting records as `lagNow` gives. */
async function producerOf(lagNow: () => number): Promise<string> {
  const server = createServer((_, response) => {
    const lag = lagNow()
    const samples = ['a', 'b', 'c'].map(
      (topic) => `pinpipe_kinesis_producer_lag_records{topic="${topic}",partition="0"} ${lag}`,
    )
    response.end(samples.join('\n'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
}

/** Of a system only what the wait looks at; `asked` are the times at which the job was asked. */
function systemOf(producerMetrics: string, producer: object | undefined) {
  const asked: Date[] = []
  const stream = {
    figures: { records: 30, rows: 30, p50: null, p95: null },
    ended: new Promise<never>(() => {}),
    caughtUp: async (time: Date) => void asked.push(time),
  }
  const system = {
    components: { stream, producer },
    addresses: { producerMetrics },
    jobs: { signal: new AbortController().signal },
    paths: { logs: 'logs' },
  }
  return { system: system as unknown as System, asked }
}

test('where topics feed the streams, the tables are waited for once all of them has been put', async () => {
  const began = Date.now()
  const fromBeforeTheLastPosts = [0, 0]
  const metrics = await producerOf(
    () => fromBeforeTheLastPosts.pop() ?? (Date.now() < began + PUT_AFTER_MS ? 5 : 0),
  )
  const { system, asked } = systemOf(metrics, {})
  await catchUp(system, 10, () => {})
  expect(asked).toHaveLength(1)
  expect((asked[0] as Date).getTime() - began).toBeGreaterThanOrEqual(PUT_AFTER_MS)
})

test('where posts feed the streams there is no producer to wait for', async () => {
  const { system, asked } = systemOf('http://127.0.0.1:9/metrics', undefined)
  await catchUp(system, 10, () => {})
  expect(asked).toHaveLength(1)
})
