import { describe, expect, test } from '@jest/globals'
import { readRoutes } from '../src/routes.ts'

const ID = '0a1b2c3d4e5f'

const read = (streams: string[], keys: string[], allowed = false) =>
  readRoutes({
    PIPELINE_ID: ID,
    KINESIS_PRODUCER_STREAMS: streams,
    KINESIS_PRODUCER_KEYS: keys,
    KINESIS_PRODUCER_ALLOW_CONSTANT_KEY: allowed,
  })

describe('routes', () => {
  test('are by default the three topics to their streams, by index and ind', () => {
    expect(read([], [])).toEqual({
      problems: [],
      routes: [
        [`${ID}.pin`, `streaming-${ID}-pin`, 'index'],
        [`${ID}.geo`, `streaming-${ID}-geo`, 'ind'],
        [`${ID}.user`, `streaming-${ID}-user`, 'ind'],
      ].map(([topic, stream, name]) => ({ topic, stream, rule: { from: 'field', name } })),
    })
  })

  test('can lead several topics into one stream, by the key of the record where no rule is given', () => {
    expect(read(['a=s', ' b = s ', 'c=t'], ['t=hash'])).toEqual({
      problems: [],
      routes: [
        { topic: 'a', stream: 's', rule: { from: 'key' } },
        { topic: 'b', stream: 's', rule: { from: 'key' } },
        { topic: 'c', stream: 't', rule: { from: 'hash' } },
      ],
    })
  })

  test('refuse a constant key with the reason, unless it is allowed', () => {
    expect(read(['a=s'], ['s=constant:x']).problems).toEqual([
      expect.stringMatching(/all records of s on one shard.*ALLOW_CONSTANT_KEY=true/),
    ])
    expect(read(['a=s'], ['s=constant:x'], true)).toEqual({
      problems: [],
      routes: [{ topic: 'a', stream: 's', rule: { from: 'constant', text: 'x' } }],
    })
  })

  test('tell everything that is wrong together', () => {
    const { problems } = read(
      ['a', 'b=s', 'b=t', 'c=no stream'],
      ['s=often', 's', 'u=key', 's=key', 's=hash'],
    )
    expect(problems).toEqual([
      'KINESIS_PRODUCER_STREAMS: "a" is not topic=stream',
      'KINESIS_PRODUCER_STREAMS: b is named twice',
      'KINESIS_PRODUCER_STREAMS: "c=no stream" is not topic=stream',
      expect.stringContaining('"s=often" is not'),
      expect.stringContaining('"s" is not'),
      'KINESIS_PRODUCER_KEYS: s is named twice',
      'KINESIS_PRODUCER_KEYS: u is the stream of no topic',
    ])
  })
})
