import { describe, expect, test } from '@jest/globals'
import { KinesisError } from '@pinpipe/kinesis'
import { tutorialAnswer, tutorialFailure } from '../../src/kinesis/tutorial-answers.ts'
import { KINESIS_TYPE, kinesisAnswer } from '../support/fake-kinesis.ts'

const error = '{"__type":"ResourceNotFoundException","message":"…"}'

describe('the answers of table 1.4', () => {
  test.each([
    ['ListStreams', 200, 200],
    ['DescribeStream', 400, 200],
    ['CreateStream', 400, 200],
    ['PutRecord', 400, 200],
    ['PutRecords', 500, 200],
    ['GetShardIterator', 503, 200],
    ['GetRecords', 400, 200],
    ['DeleteStream', 200, 200],
    ['DeleteStream', 400, 400],
    ['DeleteStream', 404, 400],
    ['DeleteStream', 500, 500],
    ['DeleteStream', 503, 500],
  ] as const)("%s answers Kinesis' status %i with %i and its body", (action, status, expected) => {
    const answer = tutorialAnswer(action, kinesisAnswer(error, status))
    expect([answer.status, answer.body.toString()]).toEqual([expected, error])
  })

  test("only DELETE shows Kinesis' content type", () => {
    expect(tutorialAnswer('PutRecord', kinesisAnswer('{}')).contentType).toBe('application/json')
    expect(tutorialAnswer('DeleteStream', kinesisAnswer('')).contentType).toBe(KINESIS_TYPE)
  })
})

test("a call without an answer is API Gateway's own 500, or 504 when it was late", () => {
  for (const [code, status, message] of [
    ['KINESIS_UNAVAILABLE', 500, 'Internal server error'],
    ['KINESIS_ACCESS_DENIED', 500, 'Internal server error'],
    ['KINESIS_TIMEOUT', 504, 'Endpoint request timed out'],
    ['KINESIS_OUTCOME_UNKNOWN', 500, 'Internal server error'],
  ] as const)
    expect(tutorialFailure(new KinesisError(code, 'x'))).toMatchObject({ status, message })
})
