import { describe, expect, test } from '@jest/globals'
import { KafkaError, kafkaErrorCodes } from '@pinpipe/kafka'
import { recordErrorCodes, restErrors } from '../src/errors.ts'
import { recordErrorCode, toRestError } from '../src/kafka-errors.ts'

describe('the error table', () => {
  test('no two errors share a number', () => {
    const numbers = Object.values(restErrors).map(({ errorCode }) => errorCode)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('a number begins with the status that it comes with', () => {
    for (const { status, errorCode } of Object.values(restErrors))
      expect(String(errorCode).slice(0, 3)).toBe(String(status))
  })
})

describe('a Kafka error', () => {
  test.each([
    ['KAFKA_UNAVAILABLE', true, 503, 50302],
    ['KAFKA_CLOSED', false, 503, 50302],
    ['KAFKA_OVERLOADED', true, 503, 503],
    ['KAFKA_UNKNOWN_TOPIC', false, 404, 40403],
    ['KAFKA_UNKNOWN_PARTITION', false, 404, 40402],
    ['KAFKA_AUTHENTICATION', false, 401, 40101],
    ['KAFKA_AUTHORIZATION', false, 403, 40301],
    ['KAFKA_PROTOCOL', true, 500, 50003],
    ['KAFKA_PROTOCOL', false, 500, 50002],
  ] as const)(
    '%s (retriable: %s) of a whole request is a %i/%i',
    (code, retriable, status, number) => {
      const error = toRestError(new KafkaError(code, 'x', { retriable }))
      expect([error.status, error.errorCode]).toEqual([status, number])
    },
  )

  test('of a record is one of the four record codes', () => {
    for (const code of kafkaErrorCodes)
      for (const retriable of [true, false])
        expect(Object.values(recordErrorCodes)).toContain(
          recordErrorCode(new KafkaError(code, 'x', { retriable })),
        )
  })
})
