import { describe, expect, test } from '@jest/globals'
import { parseAddress } from '../src/brokers.ts'

describe("a broker's address", () => {
  test.each([
    ['127.0.0.1:9092', '127.0.0.1', 9092],
    ['b-1.msk.example:9098', 'b-1.msk.example', 9098],
    ['[::1]:9092', '::1', 9092],
  ])('%s is read', (text, host, port) => {
    expect(parseAddress(text)).toEqual({ host, port })
  })
})
