import { describe, expect, test } from '@jest/globals'
import { kinesisProxy } from '../src/kinesis-proxy.ts'

const ID = '0a1b2c3d4e5f'
const STREAM = `streaming-${ID}-pin`
const NOW = Date.parse('2026-01-01T00:00:00Z')
const record = (row: number, value = `{"index":${row},"n":1.10}`) => ({
  row,
  value: Buffer.from(value),
})
const proxy = kinesisProxy(ID, String)
const body = (...rows: number[]) =>
  proxy.request(
    STREAM,
    rows.map((row) => record(row)),
  )
const read = (status: number, answer: unknown, count = 1, retryAfter?: string) =>
  proxy.outcomes(
    { status, retryAfter, body: typeof answer === 'string' ? answer : JSON.stringify(answer) },
    count,
    NOW,
  )
const placed = (sequence_number: string) => ({
  place: { shard: 'shardId-000000000000', sequence_number },
})
const entry = (SequenceNumber: string) => ({ SequenceNumber, ShardId: 'shardId-000000000000' })

test('single records are put at more than the default rate', () => {
  expect(proxy.singlesUpTo).toBe(500)
})

describe('a request', () => {
  test("of one record is the original's, with the bytes of the row", () => {
    expect({ ...body(7), body: body(7).body.toString() }).toEqual({
      method: 'PUT',
      path: ['streams', STREAM, 'record'],
      headers: { 'content-type': 'application/json' },
      body: `{"StreamName":"${STREAM}","Data":{"index":7,"n":1.10},"PartitionKey":"7"}`,
    })
  })

  test('of several is a batch whose data are the JSON texts of the rows', () => {
    const request = body(7, 8)
    expect(request).toMatchObject({ method: 'PUT', path: ['streams', STREAM, 'records'] })
    expect(JSON.parse(request.body.toString())).toEqual({
      records: [
        { data: '{"index":7,"n":1.10}', 'partition-key': '7' },
        { data: '{"index":8,"n":1.10}', 'partition-key': '8' },
      ],
    })
  })

  test('has the one partition key that is asked for', () => {
    const constant = kinesisProxy(ID, () => 'partition "1"')
    const { body } = constant.request(STREAM, [record(7)])
    expect(JSON.parse(body.toString()).PartitionKey).toBe('partition "1"')
  })
})

describe('the answer', () => {
  test('to one record gives its place', () => {
    expect(read(200, entry('49'))).toEqual([placed('49')])
  })

  test('to a batch gives an outcome for each record, in order', () => {
    const throttled = {
      ErrorCode: 'ProvisionedThroughputExceededException',
      ErrorMessage: 'Rate exceeded',
    }
    const broken = { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' }
    const answer = { FailedRecordCount: 2, Records: [entry('1'), throttled, broken] }
    expect(read(200, answer, 3)).toMatchObject([
      placed('1'),
      { failure: { code: throttled.ErrorCode, retriable: true, unknown: false } },
      { failure: { code: 'InternalFailure', retriable: true, unknown: true } },
    ])
  })

  test.each([
    [200, { __type: 'ResourceNotFoundException', message: 'no stream' }, false, false],
    [200, { __type: 'ProvisionedThroughputExceededException', message: 'slow' }, true, false],
    [200, { __type: 'com.amazonaws.kinesis#InternalFailure' }, true, true],
    [400, { __type: 'ProvisionedThroughputExceededException', message: 'slow' }, true, false],
    [200, { __type: 'ThrottlingException', message: 'Rate exceeded' }, true, false],
    [200, { __type: 'RequestLimitExceeded' }, true, false],
    [200, { __type: 'InternalError', message: 'of LocalStack' }, true, true],
    [400, { __type: 'ValidationException', message: 'wrong' }, false, false],
    [429, { __type: 'ThrottlingException' }, true, false],
    [429, { __type: 'SlowDownPlease' }, true, false],
    [500, { __type: 'NeverHeardOf' }, true, true],
    [503, { __type: 'com.amazonaws#NeverHeardOf' }, true, true],
    [200, { SequenceNumber: '' }, false, true],
    [200, 'null', false, true],
    [200, '<html>', false, true],
    [403, { message: 'Missing Authentication Token' }, false, false],
    [429, { message: 'Too Many Requests' }, true, false],
    [500, { message: 'Internal server error' }, true, true],
    [504, { message: 'Endpoint request timed out' }, true, true],
  ])(
    'with status %i and %j: retriable %s, of unknown outcome %s',
    (status, answer, retriable, unknown) => {
      for (const count of [1, 3]) {
        const outcomes = read(status, answer, count)
        expect(outcomes).toHaveLength(count)
        for (const outcome of outcomes)
          expect(outcome).toMatchObject({ failure: { retriable, unknown } })
      }
    },
  )

  test('to a batch with another number of entries is of unknown outcome', () => {
    const [outcome] = read(200, { FailedRecordCount: 0, Records: [entry('1')] }, 2)
    expect(outcome).toMatchObject({ failure: { code: 'invalid response', unknown: true } })
  })

  test("to a record of a batch may have a status of its own, as in the proxy's strict mode", () => {
    const outcomes = [429, 500, 400].map((status) => ({ status, ErrorCode: 'NeverHeardOf' }))
    expect(read(207, { FailedRecordCount: 3, Records: outcomes }, 3)).toMatchObject([
      { failure: { retriable: true, unknown: false } },
      { failure: { retriable: true, unknown: true } },
      { failure: { retriable: false, unknown: false } },
    ])
  })

  test.each([{ message: 'slow' }, { __type: 'ThrottlingException' }])(
    'that asks to wait is heard: %j',
    (answer) => {
      expect(read(429, answer, 1, '7')).toMatchObject([{ failure: { afterMs: 7000 } }])
    },
  )
})
