import { describe, expect, test } from '@jest/globals'
import kafkajs from 'kafkajs'
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js'
import { KafkaError, kafkaErrorCodes, translateKafkaError } from '../src/errors.ts'

const retriesExceeded = (cause: Error) =>
  new kafkajs.KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 5, retryTime: 1 })

describe('translating an error of kafkajs', () => {
  test.each([
    [3, 'KAFKA_UNKNOWN_TOPIC', true],
    [10, 'KAFKA_RECORD_TOO_LARGE', false],
    [29, 'KAFKA_AUTHORIZATION', false],
    [58, 'KAFKA_AUTHENTICATION', false],
    [6, 'KAFKA_PROTOCOL', true],
  ])('the broker code %i becomes %s', (brokerCode, code, retriable) => {
    const error = translateKafkaError(createErrorFromCode(brokerCode))
    expect(error).toMatchObject({ code, retriable, facts: { brokerCode } })
  })

  test('looks through "retries exceeded" to what lies below', () => {
    const error = translateKafkaError(retriesExceeded(createErrorFromCode(6)))
    expect(error).toMatchObject({ code: 'KAFKA_PROTOCOL', retriable: true })
  })

  test('a lost connection is Kafka being unavailable, to be tried again', () => {
    const lost = new kafkajs.KafkaJSConnectionError('refused', { broker: 'b:1' })
    expect(translateKafkaError(retriesExceeded(lost))).toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      retriable: true,
      cause: { name: 'KafkaJSNumberOfRetriesExceeded' },
    })
  })

  test('a fault of the program is not to be tried again', () => {
    expect(translateKafkaError(new TypeError('x'))).toMatchObject({ retriable: false })
  })

  test('an error of this package stays itself', () => {
    const own = new KafkaError('KAFKA_CLOSED', 'closed')
    expect(translateKafkaError(own)).toBe(own)
  })

  test('codes are unique', () => {
    expect(new Set(kafkaErrorCodes).size).toBe(kafkaErrorCodes.length)
  })
})
