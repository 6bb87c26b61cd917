import { describe, expect, test } from '@jest/globals'
import { formatOf } from '../../src/formats/index.ts'

describe('the embedded format', () => {
  test.each(['binary', 'json', 'avro', 'jsonschema', 'protobuf'])(
    '%s is told by its content type',
    (name) => {
      expect(formatOf(`application/vnd.kafka.${name}.v2+json`)?.name).toBe(name)
      expect(formatOf(`Application/Vnd.Kafka.${name}.V2+JSON ; charset=utf-8`)?.name).toBe(name)
    },
  )

  test.each([
    undefined,
    '',
    'application/json',
    'application/vnd.kafka.v2+json',
    'application/vnd.kafka.json.v1+json',
    'text/plain',
  ])('%s names none', (type) => {
    expect(formatOf(type)).toBeUndefined()
  })
})
