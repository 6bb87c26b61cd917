import { describe, expect, test } from '@jest/globals'
import { ByteBudget } from '@pinpipe/delivery'
import { KinesisError } from '@pinpipe/kinesis'
import { fakeProxy, KINESIS_TYPE, kinesisAnswer } from '../support/fake-kinesis.ts'

const MISSING_TOKEN = '{"message":"Missing Authentication Token"}'

describe('the eight methods, under a stage and without one', () => {
  test.each([
    ['GET', '', undefined, 'ListStreams'],
    ['GET', '/s', undefined, 'DescribeStream'],
    ['POST', '/s', '{"ShardCount":1}', 'CreateStream'],
    ['POST', '/s', undefined, 'CreateStream'],
    ['DELETE', '/s', '{}', 'DeleteStream'],
    ['DELETE', '/s', undefined, 'DeleteStream'],
    ['PUT', '/s/record', '{"Data":1,"PartitionKey":"k"}', 'PutRecord'],
    ['PUT', '/s/records', '{"records":[{"data":"a","partition-key":"k"}]}', 'PutRecords'],
    ['GET', '/s/sharditerator?shard-id=i', undefined, 'GetShardIterator'],
    ['GET', '/s/records?Shard-Iterator=i', undefined, 'GetRecords'],
  ] as const)('%s /streams%s with %j is %s', async (method, path, body, action) => {
    for (const mode of ['tutorial', 'strict'] as const) {
      const { send, kinesis } = fakeProxy(mode)
      for (const prefix of ['/streams', '/dev/streams']) {
        const answer = await send(method, prefix + path, body)
        expect([answer.statusCode, answer.body]).toEqual([200, '{}'])
      }
      expect(kinesis.calls.map(([called]) => called)).toEqual([action, action])
    }
  })

  test('take their parameters from the path, the query and the headers', async () => {
    const { send, kinesis } = fakeProxy('tutorial')
    await send('GET', '/dev/streams/a%20b/records', undefined, { 'shard-iterator': 'AAA=' })
    await send('GET', '/dev/streams/a%20b/sharditerator?shard-id=x%2Fy')
    expect(kinesis.calls).toEqual([
      ['GetRecords', '{"ShardIterator": "AAA="}'],
      [
        'GetShardIterator',
        '{"ShardId": "x/y", "ShardIteratorType": "TRIM_HORIZON", "StreamName": "a b"}',
      ],
    ])
  })

  test('pass the bytes of the answer on', async () => {
    const { send, kinesis } = fakeProxy('tutorial')
    kinesis.answer = kinesisAnswer('{ "n" : 1.10, "é":9007199254740993}\n')
    const answer = await send('GET', '/dev/streams')
    expect(answer.rawPayload).toEqual(kinesis.answer.body)
    expect(answer.headers['content-type']).toBe('application/json')
  })

  test("tell DELETE's errors by status, with the content type of Kinesis", async () => {
    const { send, kinesis } = fakeProxy('tutorial')
    kinesis.answer = kinesisAnswer('{"__type":"ResourceNotFoundException"}', 400)
    const answers = [await send('GET', '/dev/streams/s'), await send('DELETE', '/dev/streams/s')]
    expect(answers.map(({ statusCode, headers }) => [statusCode, headers['content-type']])).toEqual(
      [
        [200, 'application/json'],
        [400, KINESIS_TYPE],
      ],
    )
  })

  test('are not there unless Kinesis is on', async () => {
    const { get } = fakeProxy('tutorial', { kinesis: undefined })
    expect((await get('/streams')).statusCode).toBe(404)
    expect((await get('/dev/streams')).body).toBe(MISSING_TOKEN)
  })
})

describe('what is refused before Kinesis is called', () => {
  test.each([
    ['PUT', '/streams'],
    ['PATCH', '/streams/s'],
    ['PUT', '/streams/s'],
    ['POST', '/streams/s/record'],
    ['DELETE', '/streams/s/records'],
    ['GET', '/streams/s/record'],
    ['GET', '/streams/s/nope'],
    ['GET', '/streams/s/records/0'],
  ] as const)('%s %s, with or without a stage, is a 403', async (method, path) => {
    const { send, kinesis } = fakeProxy('tutorial')
    for (const url of [path, `/dev${path}`]) {
      const answer = await send(method, url)
      expect([url, answer.statusCode, answer.body]).toEqual([url, 403, MISSING_TOKEN])
    }
    expect((await send('HEAD', '/dev/streams')).statusCode).toBe(403)
    expect(kinesis.calls).toEqual([])
  })

  test.each([
    ['PUT', '/dev/streams/s/record', 'text/plain'],
    ['PUT', '/dev/streams/s/record', KINESIS_TYPE],
    ['PUT', '/dev/streams/s/records', 'application/vnd.kafka.json.v2+json'],
    ['GET', '/dev/streams', 'text/plain'],
    ['POST', '/streams/s', 'x'],
  ] as const)('%s %s as %s is a 415', async (method, url, type) => {
    const { send, kinesis } = fakeProxy('tutorial')
    const answer = await send(method, url, '{}', { 'content-type': type })
    expect([answer.statusCode, answer.json()]).toEqual([415, { message: 'Unsupported Media Type' }])
    expect(kinesis.calls).toEqual([])
  })

  test('a compressed body is a 415', async () => {
    const headers = { 'content-encoding': 'gzip' }
    const answer = await fakeProxy('tutorial').send('PUT', '/streams/s/record', '{}', headers)
    expect(answer.statusCode).toBe(415)
  })

  test.each([undefined, 'application/json', 'Application/JSON; charset=utf-8'])(
    'JSON sent as %s is none of it',
    async (type) => {
      const { send, kinesis } = fakeProxy('tutorial')
      const headers = type === undefined ? {} : { 'content-type': type }
      const body = Buffer.from('{"Data":1,"PartitionKey":"k"}')
      expect((await send('PUT', '/streams/s/record', body, headers)).statusCode).toBe(200)
      expect(kinesis.calls).toHaveLength(1)
    },
  )

  test.each(['/streams/%ff', '/dev/streams/%ff/records?x', '/dev/streams/s/%zz'])(
    'a path that cannot be decoded is a 400 with a body of the proxy: %s',
    async (url) => {
      const answer = await fakeProxy('tutorial').send('GET', url)
      expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([
        400,
        expect.stringMatching(/^application\/json\b/),
        { message: 'The path cannot be decoded.' },
      ])
    },
  )

  test('a body over the limit is a 413', async () => {
    const { send, kinesis } = fakeProxy('tutorial', { bodyLimitBytes: 100 })
    const answer = await send('PUT', '/streams/s/record', 'x'.repeat(101))
    expect([answer.statusCode, answer.json()]).toEqual([413, { message: 'Request Too Long' }])
    expect(kinesis.calls).toEqual([])
  })

  test('a body that there is no room for is a 503 that asks to wait', async () => {
    const budget = new ByteBudget(1)
    budget.take(1)
    const { send } = fakeProxy('tutorial', { budget })
    const answer = await send('PUT', '/streams/s/record', '{}')
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.json()).toEqual({ message: 'The gateway is overloaded: try again.' })
  })

  test.each(['tutorial', 'strict'] as const)(
    'a body that is no JSON is a 400 in %s mode',
    async (mode) => {
      const { send, kinesis } = fakeProxy(mode)
      const answer = await send('PUT', '/dev/streams/s/record', '{"Data":')
      expect([answer.statusCode, answer.json()]).toEqual([
        400,
        {
          message:
            'Could not parse request body into json: Unexpected end of the JSON text at byte 8',
        },
      ])
      expect(kinesis.calls).toEqual([])
    },
  )

  test('in strict mode a batch with one wrong record, and nothing of it is sent', async () => {
    const { send, kinesis } = fakeProxy('strict')
    const body = '{"records":[{"data":"a","partition-key":"k"},{"data":"a"}]}'
    const answer = await send('PUT', '/dev/streams/s/records', body)
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { message: 'records[1].partition-key is missing' },
    ])
    expect(kinesis.calls).toEqual([])
  })
})

describe('a Kinesis in trouble', () => {
  test.each([
    ['tutorial', 'KINESIS_UNAVAILABLE', 500, 'Internal server error', undefined],
    ['tutorial', 'KINESIS_TIMEOUT', 504, 'Endpoint request timed out', undefined],
    ['strict', 'KINESIS_UNAVAILABLE', 503, 'x', '1'],
    ['strict', 'KINESIS_TIMEOUT', 504, 'x', undefined],
  ] as const)('in %s mode: %s is a %i', async (mode, code, status, message, retryAfter) => {
    const { send, kinesis, events } = fakeProxy(mode)
    kinesis.down = new KinesisError(code, 'x')
    const answer = await send('PUT', '/dev/streams/s/record', '{"Data":1,"PartitionKey":"k"}')
    expect([answer.statusCode, answer.json()]).toEqual([status, { message }])
    expect(answer.headers['retry-after']).toBe(retryAfter)
    expect(events.failed).toEqual([])
  })

  test('that throttles is in strict mode a 429 that asks to wait', async () => {
    const { send, kinesis } = fakeProxy('strict')
    kinesis.answer = kinesisAnswer('{"__type":"ProvisionedThroughputExceededException"}', 400)
    const answer = await send('PUT', '/dev/streams/s/record', '{"Data":1,"PartitionKey":"k"}')
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '1'])
  })
})

describe('what a call leaves behind', () => {
  test('is its route template and what came of it, in tutorial mode too', async () => {
    const { send, kinesis, called } = fakeProxy('tutorial')
    const put = () => send('PUT', '/dev/streams/s/record', '{}')
    await put()
    kinesis.answer = kinesisAnswer('{"__type":"ResourceNotFoundException"}', 400)
    await put()
    kinesis.down = new KinesisError('KINESIS_TIMEOUT', 'x')
    await put()
    const route = { method: 'PUT', route: '/dev/streams/:stream/record' }
    expect(called).toEqual([
      { ...route, code: 'ok', records: new Map([['ok', 1]]) },
      { ...route, code: 'ResourceNotFoundException', records: new Map() },
      { ...route, code: 'KINESIS_TIMEOUT', records: new Map() },
    ])
  })

  test('is what became of the records of a batch', async () => {
    const { send, kinesis, called } = fakeProxy('tutorial')
    const failed = '{"ErrorCode":"InternalFailure"}'
    kinesis.answer = kinesisAnswer(`{"FailedRecordCount":2,"Records":[${failed},{},${failed}]}`)
    await send('PUT', '/streams/s/records', '{}')
    expect(called[0]?.records).toEqual(
      new Map([
        ['InternalFailure', 2],
        ['ok', 1],
      ]),
    )
  })
})
