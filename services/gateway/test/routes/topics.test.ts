import { describe, expect, test } from '@jest/globals'
import { KafkaError } from '@pinpipe/kafka'
import { fakeGateway } from '../support/fake-cluster.ts'

const replicas = [
  { broker: 1, leader: true, in_sync: true },
  { broker: 2, leader: false, in_sync: false },
]
const partition = (number: number) => ({ partition: number, leader: 1, replicas })

describe('reading the cluster', () => {
  test.each([
    ['/', {}],
    ['/brokers', { brokers: [1, 2] }],
    ['/topics', ['t']],
    [
      '/topics/t',
      {
        name: 't',
        configs: { 'cleanup.policy': 'delete' },
        partitions: [partition(0), partition(1), partition(2)],
      },
    ],
    ['/topics/t/partitions', [partition(0), partition(1), partition(2)]],
    ['/topics/t/partitions/1', partition(1)],
    ['/topics/t/partitions/1/offsets', { beginning_offset: 3, end_offset: 17 }],
  ])('GET %s, with or without a slash at its end and under a stage', async (path, body) => {
    const { get } = fakeGateway()
    for (const url of new Set([path, path.replace(/\/?$/, '/'), `/dev${path}`])) {
      const answer = await get(url)
      expect([url, answer.statusCode, answer.json()]).toEqual([url, 200, body])
      expect(answer.headers['content-type']).toContain('application/vnd.kafka.v2+json')
    }
  })

  test('POST / answers as GET / does, whatever its body', async () => {
    const { app } = fakeGateway()
    const answer = await app.inject({ method: 'POST', url: '/', payload: 'x' })
    expect([answer.statusCode, answer.json()]).toEqual([200, {}])
  })

  test.each([
    ['/topics/nope', 404, 40403, 'This server does not host this topic-partition.'],
    ['/topics/nope/partitions', 404, 40403, 'This server does not host this topic-partition.'],
    ['/topics/nope/partitions/0', 404, 40403, 'This server does not host this topic-partition.'],
    [
      '/topics/nope/partitions/0/offsets',
      404,
      40403,
      'This server does not host this topic-partition.',
    ],
    ['/topics/t/partitions/3', 404, 40402, 'Partition not found.'],
    ['/topics/t/partitions/-1', 404, 40402, 'Partition not found.'],
    ['/topics/t/partitions/3/offsets', 404, 40402, 'Partition not found.'],
    ['/topics/t/partitions/one', 404, 404, 'HTTP 404 Not Found'],
    ['/topics/t/partitions/1.5', 404, 404, 'HTTP 404 Not Found'],
    ['/nope', 404, 404, 'HTTP 404 Not Found'],
    [`/topics/${'x'.repeat(300)}`, 404, 40403, 'This server does not host this topic-partition.'],
    ['/topics/%ff', 400, 400, 'The path cannot be decoded.'],
  ])('GET %s is a %i/%i', async (url, status, code, message) => {
    const answer = await fakeGateway().get(url)
    expect([answer.statusCode, answer.json()]).toEqual([status, { error_code: code, message }])
  })

  test('a Kafka that does not answer is a 503 that asks to wait', async () => {
    const { cluster, get } = fakeGateway()
    cluster.down = new KafkaError('KAFKA_UNAVAILABLE', 'Kafka does not answer', { retriable: true })
    const answer = await get('/topics/t')
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('1')
    expect(answer.json()).toEqual({ error_code: 50302, message: 'Kafka does not answer' })
  })
})

describe('methods and types', () => {
  test.each([
    ['DELETE', '/topics'],
    ['POST', '/topics'],
    ['PUT', '/topics/t'],
    ['POST', '/brokers'],
    ['PATCH', '/topics/t/partitions/0'],
  ] as const)('%s %s is a 405 that names what is allowed', async (method, url) => {
    const answer = await fakeGateway().app.inject({ method, url })
    expect(answer.statusCode).toBe(405)
    expect(answer.json()).toEqual({ error_code: 405, message: 'HTTP 405 Method Not Allowed' })
    expect(answer.headers.allow).toMatch(/GET|POST/)
  })

  test('an Accept that nothing fits is a 406', async () => {
    const answer = await fakeGateway().get('/topics', { accept: 'text/html' })
    expect([answer.statusCode, answer.json()]).toEqual([
      406,
      { error_code: 406, message: 'HTTP 406 Not Acceptable' },
    ])
  })

  test('who accepts plain JSON gets plain JSON', async () => {
    const answer = await fakeGateway().get('/topics', { accept: 'application/json' })
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
  })
})

describe('what a request leaves behind', () => {
  test('is counted by its route template and status, never by its path', async () => {
    const { events, get } = fakeGateway()
    await get('/topics/t')
    await get('/topics/made-up')
    await get('/made/up')
    expect(events.answered.map(({ route, status }) => [route, status])).toEqual([
      ['/topics/:topic', 200],
      ['/topics/:topic', 404],
      ['unmatched', 404],
    ])
  })
})
