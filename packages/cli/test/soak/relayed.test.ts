import { expect, test } from '@jest/globals'
import { lagOf } from '../../src/soak/relayed.ts'

const metrics = (...lags: readonly number[]) =>
  [
    '# TYPE pinpipe_kinesis_producer_lag_records gauge',
    ...lags.map((lag, at) => `p_lag_records{topic="t${at}",partition="0"} ${lag}`),
    'pinpipe_kinesis_producer_held_bytes 7',
  ].join('\n')

test('a producer that has just joined has not seen every topic', () => {
  expect(lagOf(metrics())).toBeUndefined()
  expect(lagOf(metrics(0, 0))).toBeUndefined()
})

test('all has been put when no topic has a record that waits', () => {
  expect(lagOf(metrics(0, 12, 3))).toBe(15)
  expect(lagOf(metrics(0, 0, 0))).toBe(0)
})
