import { expect, test } from '@jest/globals'
import { brokersIn, metadataRequest } from '../../src/kafka/probe.ts'

test('the metadata request is framed by its own length', () => {
  const request = metadataRequest()
  expect(request.readInt32BE(0)).toBe(request.length - 4)
})

test('the number of brokers is known once the whole response is there', () => {
  const response = Buffer.alloc(16)
  response.writeInt32BE(12, 0)
  response.writeInt32BE(1, 8)
  expect(brokersIn(response.subarray(0, 15))).toBeUndefined()
  expect(brokersIn(response)).toBe(1)
})
