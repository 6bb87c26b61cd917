import { describe, expect, test } from '@jest/globals'
import { ByteBudget } from '@pinpipe/delivery'
import { KafkaError } from '@pinpipe/kafka'
import { fakeGateway, until } from '../support/fake-cluster.ts'

const one = '{"records":[{"value":1}]}'
const text = (bytes: Uint8Array | null | undefined) => bytes && Buffer.from(bytes).toString()

describe('producing JSON', () => {
  test('passes the bytes on and answers with an entry per record, nulls written out', async () => {
    const { cluster, post } = fakeGateway()
    const answer = await post(
      '/topics/t',
      '{"records":[{"value":{"a": 1.10}},{"key":"k","value":null,"partition":2},{"value":false}]}',
    )
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({
      offsets: [
        { partition: 0, offset: 100, error_code: null, error: null },
        { partition: 2, offset: 101, error_code: null, error: null },
        { partition: 0, offset: 102, error_code: null, error: null },
      ],
      key_schema_id: null,
      value_schema_id: null,
    })
    const [call] = cluster.produced
    expect(call?.records.map(({ key, value }) => [text(key), text(value)])).toEqual([
      [null, '{"a": 1.10}'],
      ['"k"', null],
      [null, 'false'],
    ])
  })

  test("the path's partition holds for records that name none", async () => {
    const { cluster, post } = fakeGateway()
    await post('/topics/t/partitions/1', '{"records":[{"value":1},{"value":2,"partition":2}]}')
    expect(cluster.produced[0]?.records.map(({ partition }) => partition)).toEqual([1, 2])
  })

  test('works under a stage and with a slash at the end', async () => {
    const { cluster, post } = fakeGateway()
    expect((await post('/dev/topics/t/', one)).statusCode).toBe(200)
    expect(cluster.produced[0]?.topic).toBe('t')
  })

  test('a value that is valid JSON but no known record is produced all the same', async () => {
    const { post } = fakeGateway()
    expect((await post('/topics/t', '{"records":[{"value":"surprise"}]}')).statusCode).toBe(200)
  })
})

describe('producing binary', () => {
  test('stores what the base64 stands for', async () => {
    const { cluster, post } = fakeGateway()
    await post('/topics/t', '{"records":[{"key":"aw==","value":"AAH/"},{"value":null}]}', 'binary')
    expect(cluster.produced[0]?.records).toEqual([
      { key: Buffer.from('k'), value: Buffer.from([0, 1, 255]) },
      { key: null, value: null },
    ])
  })

  test('refuses the whole request for one value that is not base64', async () => {
    const { cluster, post } = fakeGateway()
    const answer = await post('/topics/t', '{"records":[{"value":"aw=="},{"value":"*"}]}', 'binary')
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { error_code: 400, message: 'data=* is not a base64 string' },
    ])
    expect(cluster.produced).toEqual([])
  })
})

describe('the formats that need a schema registry', () => {
  test.each([
    ['{"records":[{"value":1}]}', 42202],
    ['{"records":[{"key":1,"value":1}],"value_schema_id":1}', 42201],
    ['{"records":[{"value":1}],"value_schema_id":1}', 42206],
    ['{"records":[{"value":null}]}', 42206],
  ])('%s is a 422/%i', async (body, code) => {
    for (const format of ['avro', 'jsonschema', 'protobuf']) {
      const answer = await fakeGateway().post('/topics/t', body, format)
      expect([answer.statusCode, answer.json().error_code]).toEqual([422, code])
    }
  })
})

describe('bad input', () => {
  const tooLarge = `{"records":[{"value":"${'x'.repeat(20_000)}"}]}`

  test.each([
    ['a body that is not JSON', '/topics/t', '{"records":', 'json', 400, 400],
    ['no body', '/topics/t', '', 'json', 422, 422],
    ['empty records', '/topics/t', '{"records":[]}', 'json', 422, 422],
    ['an unknown field', '/topics/t', '{"records":[{"v":1}]}', 'json', 422, 422],
    ['an unknown content type', '/topics/t', one, 'xml', 415, 415],
    ['an unknown topic', '/topics/nope', one, 'json', 404, 40401],
    ["a name longer than any topic's", `/topics/${'n'.repeat(8_000)}`, one, 'json', 404, 40401],
    ['an unknown partition in the path', '/topics/t/partitions/3', one, 'json', 404, 40402],
    [
      'an unknown partition of a record',
      '/topics/t',
      '{"records":[{"value":1},{"partition":9}]}',
      'json',
      404,
      40402,
    ],
    ['a partition that is no number', '/topics/t/partitions/x', one, 'json', 404, 404],
    ['a body over the limit', '/topics/t', tooLarge, 'json', 413, 413],
  ])(
    '%s is answered as the REST proxy does, and nothing is produced',
    async (_, url, body, format, status, code) => {
      const { cluster, post } = fakeGateway()
      const answer = await post(url, body, format)
      expect([answer.statusCode, answer.json().error_code]).toEqual([status, code])
      expect(typeof answer.json().message).toBe('string')
      expect(answer.headers.connection).not.toBe('close')
      expect(cluster.produced).toEqual([])
    },
  )

  test.each([
    ['an unknown path', 'GET', '/dev/nope', one, 'json', 403, 'Missing Authentication Token'],
    ['a wrong method', 'DELETE', '/dev/topics/t', one, 'json', 403, 'Missing Authentication Token'],
    ['a body over the limit', 'POST', '/dev/topics/t', tooLarge, 'json', 413, 'Request Too Long'],
    ['an unknown content type', 'POST', '/dev/topics/t', one, 'xml', 415, 'Unsupported Media Type'],
  ] as const)(
    '%s under a stage has the body of an AWS front door',
    async (_, method, url, body, format, status, message) => {
      const { app } = fakeGateway()
      const headers = { 'content-type': `application/vnd.kafka.${format}.v2+json` }
      const answer = await app.inject({ method, url, payload: body, headers })
      expect([answer.statusCode, answer.json()]).toEqual([status, { message }])
    },
  )

  test('a compressed body is a 415', async () => {
    const answer = await fakeGateway().post('/topics/t', one, 'json', {
      'content-encoding': 'gzip',
    })
    expect([answer.statusCode, answer.json().error_code]).toEqual([415, 415])
  })

  test('what Kafka itself says under a stage is the REST proxy error', async () => {
    const answer = await fakeGateway().post('/dev/topics/nope', one)
    expect(answer.json()).toEqual({ error_code: 40401, message: 'Topic not found.' })
  })
})

describe('records that are not acknowledged', () => {
  const answerTo = async (error: KafkaError) => {
    const { cluster, post } = fakeGateway()
    cluster.failures.set(1, error)
    const answer = await post('/topics/t', '{"records":[{"value":1},{"value":2},{"value":3}]}')
    return { status: answer.statusCode, entries: answer.json().offsets }
  }

  test('an unknown outcome is an entry 50003 in its place, and the answer is a 200', async () => {
    const unknown = new KafkaError('KAFKA_OUTCOME_UNKNOWN', 'No answer came.', { retriable: true })
    const { status, entries } = await answerTo(unknown)
    expect(status).toBe(200)
    expect(entries).toEqual([
      { partition: 0, offset: 100, error_code: null, error: null },
      { partition: null, offset: null, error_code: 50003, error: 'No answer came.' },
      { partition: 0, offset: 102, error_code: null, error: null },
    ])
  })

  test.each([
    ['KAFKA_RECORD_TOO_LARGE', false, 200, 50002],
    ['KAFKA_PROTOCOL', true, 200, 50003],
    ['KAFKA_UNAVAILABLE', true, 200, 50003],
    ['KAFKA_AUTHENTICATION', false, 401, 40101],
    ['KAFKA_AUTHORIZATION', false, 403, 40301],
  ] as const)(
    '%s (retriable: %s) is a %i with entry %i',
    async (code, retriable, status, number) => {
      const answer = await answerTo(new KafkaError(code, 'text "quoted"', { retriable }))
      expect([answer.status, answer.entries[1].error_code]).toEqual([status, number])
      expect(answer.entries[1].error).toBe('text "quoted"')
    },
  )
})

describe('overload', () => {
  test('bodies beyond the bytes in flight are a 503 that asks to wait, and room comes back', async () => {
    const { cluster, post } = fakeGateway({ budget: new ByteBudget(1_000) })
    const gate = Promise.withResolvers<void>()
    cluster.gate = gate.promise
    const body = `{"records":[{"value":"${'x'.repeat(30)}"}]}`
    const first = post('/topics/t', body).then((answer) => answer.statusCode)
    await until(() => cluster.produced.length === 1)
    const refused = await post('/topics/t', one)
    expect([refused.statusCode, refused.json().error_code]).toEqual([503, 503])
    expect(refused.headers['retry-after']).toBe('1')
    gate.resolve()
    expect(await first).toBe(200)
    expect((await post('/topics/t', one)).statusCode).toBe(200)
  })

  test('records count beside their bytes, so that a body of many tiny ones is a 413', async () => {
    const budget = new ByteBudget(10_000)
    const { cluster, post } = fakeGateway({ budget })
    const tiny = (count: number) => `{"records":[${Array(count).fill('{}').join()}]}`
    expect((await post('/topics/t', tiny(10))).statusCode).toBe(200)
    expect((await post('/topics/t', tiny(15))).statusCode).toBe(413)
    expect(cluster.produced).toHaveLength(1)
    expect(budget.used).toBe(0)
  })

  test.each(['/', '/nope', '/dev/nope'])(
    'bodies sent to %s, where nothing takes them, are held no more than others',
    async (url) => {
      const budget = new ByteBudget(100)
      budget.take(90)
      const { post } = fakeGateway({ budget })
      expect((await post(url, 'x'.repeat(50))).statusCode).toBe(503)
      expect(budget.used).toBe(90)
    },
  )

  test('a Kafka that does not answer is a 503 that asks to wait', async () => {
    const { cluster, post } = fakeGateway()
    cluster.down = new KafkaError('KAFKA_UNAVAILABLE', 'down', { retriable: true })
    const answer = await post('/topics/t', one)
    expect([answer.statusCode, answer.json().error_code]).toEqual([503, 50302])
    expect(answer.headers['retry-after']).toBe('1')
  })
})

describe('a fault of the gateway', () => {
  test('is a 500 without detail, and is reported', async () => {
    const { cluster, events, post } = fakeGateway()
    cluster.produce = async () => {
      throw new TypeError('secret detail')
    }
    const answer = await post('/topics/t', one)
    expect([answer.statusCode, answer.json()]).toEqual([
      500,
      { error_code: 500, message: 'Internal Server Error' },
    ])
    expect(events.failed).toHaveLength(1)
  })
})
