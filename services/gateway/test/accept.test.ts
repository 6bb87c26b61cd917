import { describe, expect, test } from '@jest/globals'
import { negotiate, V2_JSON } from '../src/accept.ts'

describe('content negotiation', () => {
  test.each([
    undefined,
    '',
    '*/*',
    'application/*',
    'application/vnd.kafka.v2+json',
    'Application/Vnd.Kafka.V2+Json; q=0.5',
    'application/vnd.kafka.json.v2+json',
    'text/html, application/xhtml+xml, */*;q=0.8',
    'application/vnd.kafka.v2+json, application/vnd.kafka+json, application/json',
  ])('%s is answered in the type of the v2 API', (accept) => {
    expect(negotiate(accept)).toBe(V2_JSON)
  })

  test('plain JSON is answered in plain JSON', () => {
    expect(negotiate('application/json')).toBe('application/json')
  })

  test.each(['text/html', 'application/xml', '*/*;q=0', 'application/vnd.kafka.v3+json'])(
    '%s cannot be satisfied',
    (accept) => {
      expect(negotiate(accept)).toBeUndefined()
    },
  )
})
