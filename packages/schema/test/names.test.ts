import { describe, expect, it } from '@jest/globals'
import {
  bucketName,
  deadLetterTopic,
  kinds,
  streamName,
  streamTableName,
  topicName,
} from '../src/names.ts'

const id = '0a1b2c3d4e5f'

describe('names', () => {
  it('names topics, streams and tables of each kind as the original does', () => {
    expect(kinds.map((kind) => topicName(id, kind))).toEqual([
      '0a1b2c3d4e5f.pin',
      '0a1b2c3d4e5f.geo',
      '0a1b2c3d4e5f.user',
    ])
    expect(streamName(id, 'geo')).toBe('streaming-0a1b2c3d4e5f-geo')
    expect(streamTableName(id, 'user')).toBe('0a1b2c3d4e5f_user_table')
    expect(bucketName(id)).toBe('user-0a1b2c3d4e5f-bucket')
  })

  it('names the dead-letter topic so that a topics.regex of the pipeline does not match it', () => {
    const topicsRegex = new RegExp(`^(?:${id}.*)$`)
    expect(kinds.every((kind) => topicsRegex.test(topicName(id, kind)))).toBe(true)
    expect(topicsRegex.test(deadLetterTopic(id))).toBe(false)
  })
})
