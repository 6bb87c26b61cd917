import { describe, expect, test } from '@jest/globals'
import { KinesisError } from '@pinpipe/kinesis'
import { strictAnswer, strictFailure } from '../../src/kinesis/strict-answers.ts'
import { kinesisAnswer } from '../support/fake-kinesis.ts'

describe('an error of Kinesis, in strict mode, has its body and the status', () => {
  test.each([
    ['ResourceNotFoundException', 400, 404],
    ['com.amazonaws.kinesis.v20131202#ResourceNotFoundException', 400, 404],
    ['ProvisionedThroughputExceededException', 400, 429],
    ['LimitExceededException', 400, 429],
    ['KMSThrottlingException', 400, 429],
    ['ThrottlingException', 400, 429],
    ['RequestLimitExceeded', 400, 429],
    ['InvalidArgumentException', 400, 400],
    ['InternalFailure', 500, 500],
    ['ServiceUnavailable', 503, 503],
  ])('of %s: %i is %i', (type, status, expected) => {
    const body = `{"__type":"${type}","message":"x"}`
    const answer = strictAnswer('PutRecord', kinesisAnswer(body, status))
    expect([answer.status, answer.body.toString()]).toEqual([expected, body])
  })

  test('that came, where the body is not the JSON of an error', () => {
    expect(strictAnswer('PutRecord', kinesisAnswer('<html>', 502)).status).toBe(502)
  })
})

describe('the answer to a batch', () => {
  const stored = { SequenceNumber: '49', ShardId: 'shardId-000000000000' }

  test('of which all records are stored is passed on as it came', () => {
    const body = `{ "FailedRecordCount": 0, "Records": [${JSON.stringify(stored)}] }`
    const answer = strictAnswer('PutRecords', kinesisAnswer(body))
    expect([answer.status, answer.body.toString()]).toEqual([200, body])
  })

  test('of which some failed is a 207 with a status for each record', () => {
    const throttled = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow' }
    const failed = { ErrorCode: 'InternalFailure', ErrorMessage: 'x' }
    const body = JSON.stringify({ FailedRecordCount: 2, Records: [stored, throttled, failed] })
    const answer = strictAnswer('PutRecords', kinesisAnswer(body))
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
      207,
      {
        FailedRecordCount: 2,
        Records: [
          { status: 200, ...stored },
          { status: 429, ...throttled },
          { status: 500, ...failed },
        ],
      },
    ])
  })
})

test('a call without an answer is a 503 where nothing was sent, else a 504', () => {
  for (const [code, status] of [
    ['KINESIS_UNAVAILABLE', 503],
    ['KINESIS_ACCESS_DENIED', 503],
    ['KINESIS_TIMEOUT', 504],
    ['KINESIS_OUTCOME_UNKNOWN', 504],
  ] as const)
    expect([code, strictFailure(new KinesisError(code, 'x')).status]).toEqual([code, status])
})
