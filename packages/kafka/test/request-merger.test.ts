import { describe, expect, test } from '@jest/globals'
import type { Address } from '../src/brokers.ts'
import { KafkaError } from '../src/errors.ts'
import type { PartitionRecords } from '../src/produce-request.ts'
import { RequestMerger } from '../src/request-merger.ts'

const at = (port: number): Address => ({ host: 'b', port })
const part = (partition: number, bytes = 10): PartitionRecords => ({
  topic: 't',
  partition,
  batch: Buffer.alloc(bytes),
})

function build(error?: unknown) {
  const requests: [number, number[]][] = []
  const merger = new RequestMerger({
    async send({ port }, parts) {
      requests.push([port, parts.map(({ partition }) => partition)])
      if (error) throw error
      return parts.map(({ partition }) => ({ baseOffset: partition * 100 }))
    },
  })
  return { merger, requests }
}

describe('merging produce requests', () => {
  test('what is ready in one turn becomes one request per broker, with each result in its place', async () => {
    const { merger, requests } = build()
    const results = await Promise.all([
      merger.send(at(1), part(0)),
      merger.send(at(2), part(1)),
      merger.send(at(1), part(2)),
    ])
    expect(requests).toEqual([
      [1, [0, 2]],
      [2, [1]],
    ])
    expect(results).toEqual([{ baseOffset: 0 }, { baseOffset: 100 }, { baseOffset: 200 }])
  })

  test('a request stays within 8 MiB', async () => {
    const { merger, requests } = build()
    const size = 3 * 1024 * 1024
    await Promise.all([0, 1, 2, 3, 4].map((n) => merger.send(at(1), part(n, size))))
    expect(requests).toEqual([
      [1, [0, 1]],
      [1, [2, 3]],
      [1, [4]],
    ])
  })

  test('a failure of the request is the result of each of its parts', async () => {
    const { merger } = build(new KafkaError('KAFKA_OUTCOME_UNKNOWN', 'x', { retriable: true }))
    const results = await Promise.all([merger.send(at(1), part(0)), merger.send(at(1), part(1))])
    for (const result of results)
      expect(result).toMatchObject({ error: { code: 'KAFKA_OUTCOME_UNKNOWN' } })
  })
})
