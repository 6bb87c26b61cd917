import { readFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { ConfigError } from '@pinpipe/runtime'
import { parseConnector } from '../../src/connector/parse.ts'

const shipped = (name: string) =>
  readFile(new URL(`../../config/${name}.json`, import.meta.url), 'utf8')

const least = {
  'connector.class': 'io.confluent.connect.s3.S3SinkConnector',
  'storage.class': 'io.confluent.connect.s3.storage.S3Storage',
  'format.class': 'io.confluent.connect.s3.format.json.JsonFormat',
  's3.bucket.name': 'bucket',
  'flush.size': '3',
  topics: 'a, b',
}
const parse = (keys: Record<string, unknown> = {}) =>
  parseConnector(JSON.stringify({ ...least, ...keys }))

function problemsOf(keys: Record<string, unknown> | string): readonly string[] {
  try {
    parseConnector(typeof keys === 'string' ? keys : JSON.stringify({ ...least, ...keys }))
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('parseConnector', () => {
  test("takes the original's configuration as it is, one object a record", async () => {
    const { connector, notes } = parseConnector(await shipped('original'))
    expect(connector).toMatchObject({
      name: 's3-sink',
      flushRecords: 1,
      bucket: 'user-0a1b2c3d4e5f-bucket',
      region: 'us-east-1',
      deadLetters: undefined,
      policy: { tolerate: false, ignoreNulls: false },
      layout: { topicsDir: 'topics', padWidth: 10, extension: '.json' },
    })
    expect(connector.subscription).toEqual({ pattern: /^(?:0a1b2c3d4e5f.*)$/ })
    expect(notes.map((note) => note.split(' ')[0])).toEqual([
      'schema.compatibility',
      'tasks.max',
      'key.converter',
    ])
  })

  test('takes the shipped default: large files, a 5 s schedule and dead letters', async () => {
    const { connector } = parseConnector(await shipped('default'), {
      PIPELINE_ID: '0a1b2c3d4e5f',
    })
    expect(connector.flushRecords).toBe(1000)
    expect(connector.schedule(12_345)).toBe(15_000)
    expect(connector.deadLetters).toEqual({
      topic: 'dead-letter.0a1b2c3d4e5f',
      contextHeaders: true,
    })
  })

  test("has the Confluent sink's defaults", () => {
    const { connector } = parse()
    expect(connector).toMatchObject({
      layout: { topicsDir: 'topics', directoryDelim: '/', fileDelim: '+', padWidth: 10 },
      pathStyle: true,
      attempts: 3,
      retryBackoffMs: 200,
      subscription: { topics: ['a', 'b'] },
    })
    expect(connector.schedule(0)).toBe(Number.POSITIVE_INFINITY)
  })

  test('reads compression, delimiters and the byte format', () => {
    const { connector } = parse({
      'format.class': 'io.confluent.connect.s3.format.bytearray.ByteArrayFormat',
      'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
      'format.bytearray.extension': '.raw',
      'format.bytearray.separator': '',
      's3.compression.type': 'gzip',
      's3.compression.level': 9,
      'topics.dir': '',
      'store.url': 'minio:9000',
    })
    expect(connector.layout).toMatchObject({ topicsDir: '', extension: '.raw.gz' })
    expect(connector.format.separator).toHaveLength(0)
    expect(connector.endpoint).toBe('https://minio:9000')
  })

  test('names every problem at once', () => {
    expect(
      problemsOf({
        'flush.size': 0,
        's3.bucket.name': undefined,
        'format.class': 'io.confluent.connect.s3.format.avro.AvroFormat',
        'rotate.interval.ms': 1000,
        'flsh.size': 1,
        'topics.regex': 'c',
      }),
    ).toEqual([
      expect.stringMatching(/^format\.class: .*AvroFormat is not supported yet; use /),
      expect.stringMatching(/^flush\.size: /),
      's3.bucket.name: is required: the name of the bucket',
      'rotate.interval.ms: is not supported yet; leave it out, or -1',
      'flsh.size: is no key of the S3 sink connector',
      'topics, topics.regex: give exactly one of the two',
    ])
  })

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['both kinds of topics', { 'topics.regex': 'a' }, /^topics, topics.regex: give exactly one/],
    ['no topics', { topics: undefined }, /^topics, topics.regex: give exactly one/],
    ['an empty topic', { topics: 'a,,b' }, /^topics: a name is empty/],
    ['a pattern that is none', { topics: undefined, 'topics.regex': '(' }, /^topics.regex: /],
    ['a schedule without zone', { 'rotate.schedule.interval.ms': 1000 }, /^timezone: is required/],
    [
      'an unknown zone',
      { 'rotate.schedule.interval.ms': 1000, timezone: 'Mars' },
      /^timezone: Mars is not a known zone/,
    ],
    [
      'a time partitioner',
      { 'partitioner.class': 'io.confluent.connect.storage.partitioner.HourlyPartitioner' },
      /^partitioner.class: .* is not supported yet/,
    ],
    [
      'an unknown partitioner',
      { 'partitioner.class': 'my.Partitioner' },
      /^partitioner.class: my.Partitioner is not known/,
    ],
    [
      'a converter that would quote each value',
      { 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' },
      /^value.converter: .*StringConverter is not supported/,
    ],
    [
      'values with a schema envelope',
      { 'value.converter': 'org.apache.kafka.connect.json.JsonConverter' },
      /^value.converter.schemas.enable: must be false/,
    ],
    ['stored keys', { 'store.kafka.keys': true }, /^store.kafka.keys: is not supported yet/],
    ['written tombstones', { 'behavior.on.null.values': 'write' }, /write is not supported yet/],
    ['transforms', { 'transforms.a.type': 'x' }, /^transforms.a.type: transforms/],
    [
      'dead letters that come round again',
      { 'errors.deadletterqueue.topic.name': 'b' },
      /^errors.deadletterqueue.topic.name: b is among the topics/,
    ],
    [
      'a start at the newest records',
      { 'consumer.override.auto.offset.reset': 'latest' },
      /^consumer.override.auto.offset.reset: is not/,
    ],
    ['compression of another kind', { 's3.compression.type': 'zstd' }, /^s3.compression.type: /],
  ])('refuses %s', (_what, keys, problem) => {
    expect(problemsOf(keys)).toEqual([expect.stringMatching(problem)])
  })

  test('takes features that are switched off', () => {
    expect(problemsOf({ 'rotate.interval.ms': -1, 'store.kafka.keys': 'false' })).toEqual([])
  })

  test('refuses what is no flat JSON object', () => {
    expect(problemsOf('{')).toEqual([expect.stringMatching(/^not valid JSON/)])
    expect(problemsOf('{"config":{}}')).toEqual([expect.stringMatching(/one flat JSON object/)])
    expect(problemsOf('[]')).toEqual([expect.stringMatching(/one flat JSON object/)])
  })

  test('keeps secrets out of what it says', () => {
    const secrets = { 's3.sse.customer.key': 'SSE-C-SECRET', 's3.proxy.password': 'hunter2' }
    expect(problemsOf(secrets)).toEqual([
      's3.sse.customer.key: is not supported yet; leave it out',
      's3.proxy.password: is not supported yet; leave it out',
    ])
    expect(problemsOf('{\n  "aws.secret.access.key": wJalrXUtnFEMI\n}')).toEqual([
      'not valid JSON from line 2, column 28 on',
    ])
  })

  test('says why a key of the Connect worker changes nothing', () => {
    expect(parse({ 'tasks.max': 3, 'consumer.override.max.poll.records': 5 }).notes).toEqual([
      'tasks.max changes nothing here: partitions are shared out among the running sinks of a group',
      'consumer.override.max.poll.records changes nothing here: this sink sets its own consumer',
    ])
  })
})
