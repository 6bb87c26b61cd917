import { expect, test } from '@jest/globals'
import { lagOf, resentAtMost } from '../../src/system/producer-metrics.ts'

/** The producer's metrics with these samples, names without their prefix. */
const metrics = (...samples: readonly string[]) =>
  [
    '# TYPE pinpipe_kinesis_producer_lag_records gauge',
    ...samples.map((sample) => `pinpipe_kinesis_producer_${sample}`),
    'pinpipe_kinesis_producer_held_bytes 7',
  ].join('\n')

const lag = (topic: string, partition: number, records: number) =>
  `lag_records{topic="${topic}",partition="${partition}"} ${records}`

test('a producer that has just joined has not seen every topic, whatever its partitions', () => {
  expect(lagOf(metrics())).toBeUndefined()
  expect(lagOf(metrics(lag('a', 0, 0), lag('b', 0, 0)))).toBeUndefined()
  expect(lagOf(metrics(lag('a', 0, 0), lag('a', 1, 0), lag('a', 2, 0)))).toBeUndefined()
})

test('all has been put when no topic has a record that waits', () => {
  const others = [lag('b', 0, 0), lag('c', 0, 3)]
  expect(lagOf(metrics(lag('a', 0, 0), lag('a', 1, 12), ...others))).toBe(15)
  expect(lagOf(metrics(lag('a', 0, 0), lag('b', 0, 0), lag('c', 0, 0)))).toBe(0)
})

test('what may have been stored twice are the attempts of unknown outcome', () => {
  const retries = (stream: string, code: string, records: number) =>
    `record_retries_total{stream="${stream}",code="${code}"} ${records}`
  const joined = 'rebalances_total 1'
  expect(resentAtMost(metrics(joined))).toBe(0)
  const of = [
    retries('a', 'KINESIS_OUTCOME_UNKNOWN', 3),
    retries('b', 'KINESIS_OUTCOME_UNKNOWN', 4),
    retries('b', 'KINESIS_THROTTLED', 50),
  ]
  expect(resentAtMost(metrics(joined, ...of))).toBe(7)
  expect(resentAtMost(metrics('rebalances_total 2', ...of))).toBeUndefined()
  const put = (kinesisRecords: number) => [
    'records_total{stream="a",outcome="ok"} 90',
    'records_total{stream="a",outcome="KINESIS_INVALID"} 1',
    `shard_records_total{stream="a",shard="0"} ${kinesisRecords}`,
  ]
  expect(resentAtMost(metrics(joined, ...put(90), ...of))).toBe(7)
  expect(resentAtMost(metrics(joined, ...put(3), ...of))).toBeUndefined()
})
