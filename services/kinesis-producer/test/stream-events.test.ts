import { expect, test } from '@jest/globals'
import type { RequestReport } from '@pinpipe/kinesis'
import { createMetrics, type Logger } from '@pinpipe/runtime'
import { createInstruments } from '../src/metrics.ts'
import { createStreamEvents } from '../src/stream-events.ts'

function setUp() {
  const lines: string[] = []
  const say = (level: string) => (_facts: object, text: string) => lines.push(`${level}: ${text}`)
  const logger = { child: () => ({ info: say('info'), warn: say('warn') }) } as unknown as Logger
  const metrics = createMetrics('kinesis-producer', { processMetrics: false })
  return { lines, metrics, events: createStreamEvents('s', logger, createInstruments(metrics)) }
}

const request = (shards: Record<string, number>, failed = 0): RequestReport => ({
  userRecords: 0,
  kinesisRecords: 0,
  bytes: 10,
  seconds: 0.1,
  shards: new Map(
    Object.entries(shards).map(([shard, records]) => [shard, { records, bytes: 1, failed }]),
  ),
  failures: new Map(failed ? [['KINESIS_THROTTLED', failed]] : []),
})

test('a shard that takes most records while others idle is warned of once, and so is its end', async () => {
  const { lines, metrics, events } = setUp()
  events.shardsRead(4)
  lines.length = 0
  for (let interval = 0; interval < 2; interval++) {
    events.requestDone(request({ a: 150, b: 1 }))
    events.intervalEnded()
  }
  expect(lines).toEqual([expect.stringMatching(/^warn: One shard takes most records/)])
  expect(await metrics.text()).toMatch(/busiest_shard_share\{stream="s"\} 0\.99/)
  events.intervalEnded()
  events.requestDone(request({ a: 50, b: 50, c: 50, d: 50 }))
  events.intervalEnded()
  expect(lines.at(-1)).toBe('info: Records are spread over the shards again')
  expect(await metrics.text()).toMatch(/busiest_shard_share\{stream="s"\} 0\.25/)
})

test('the share of the busiest shard does not outlast the traffic', async () => {
  const { metrics, events } = setUp()
  events.shardsRead(4)
  events.requestDone(request({ a: 150, b: 1 }))
  events.intervalEnded()
  events.intervalEnded()
  expect(await metrics.text()).toMatch(/busiest_shard_share\{stream="s"\} 0\n/)
})

test('only what a shard stored counts for it, and a kind of failure is told once an interval', async () => {
  const { lines, metrics, events } = setUp()
  events.requestDone(request({ a: 10 }, 4))
  events.requestDone(request({ a: 10 }, 4))
  const text = await metrics.text()
  expect(text).toMatch(/shard_records_total\{stream="s",shard="a"\} 12/)
  expect(text).toMatch(/record_retries_total\{stream="s",code="KINESIS_THROTTLED"\} 8/)
  expect(lines).toEqual(['warn: Records not stored; trying again'])
})
