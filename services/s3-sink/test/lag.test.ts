import { expect, test } from '@jest/globals'
import { Lag } from '../src/lag.ts'

const at = { topic: 'a', partition: 0 }

test('the lag is what Kafka holds above the frontier', () => {
  const lag = new Lag()
  expect(lag.records(at, 3)).toBeUndefined()
  lag.logEnd(at, 10)
  expect(lag.records(at, undefined)).toBeUndefined()
  expect(lag.records(at, 4)).toBe(6)
  expect(lag.records(at, 11)).toBe(0)
})
