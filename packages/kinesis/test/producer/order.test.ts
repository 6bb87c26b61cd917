import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { codeOf, fakeProducer } from '../fakes/producer.ts'
import type { FakeStream, RequestFault } from '../fakes/stream.ts'

/** What a reader gets of a key, each record where it came first. */
function readKey(stream: FakeStream, wanted: string): string[] {
  const texts = stream.read().filter(({ key }) => key === wanted)
  return [...new Set(texts.map(({ text }) => text))]
}

const faults = fc.array(
  fc.constantFrom<(RequestFault | undefined)[]>(
    undefined,
    'no answer',
    'KINESIS_UNAVAILABLE',
    'KINESIS_THROTTLED',
  ),
  { maxLength: 8 },
)

describe('the order of a key', () => {
  test.each([false, true])(
    'is that of the puts under any failures, with aggregation: %s',
    async (aggregate) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 }),
          faults,
          fc.infiniteStream(fc.boolean()),
          fc.integer({ min: 60, max: 400 }),
          async (keys, requestFaults, refusals, aggregateBytes) => {
            const options = { aggregate, aggregateBytes, maxRequestRecords: 7, ttlMs: 600_000 }
            const { timing, stream, put } = fakeProducer(options, 3)
            stream.faults.push(...requestFaults)
            let left = 40
            stream.refuse = () =>
              left-- > 0 && refusals.next().value
                ? 'ProvisionedThroughputExceededException'
                : undefined
            const puts: Promise<unknown>[] = []
            for (const [i, key] of keys.entries()) {
              puts.push(put(String(key), String(i)).then((o) => expect(codeOf(o)).toBe('ok')))
              if (i % 20 === 19) await timing.pass(130)
            }
            await timing.until(Promise.all(puts))
            for (const key of new Set(keys)) {
              const sent = [...keys.entries()].filter(([, k]) => k === key).map(([i]) => String(i))
              expect(readKey(stream, String(key))).toEqual(sent)
            }
            expect(stream.overlaps).toEqual(new Set())
          },
        ),
        { numRuns: 60 },
      )
    },
  )

  test('is kept when one record in the middle of it fails, while other keys go on', async () => {
    const { timing, stream, put } = fakeProducer()
    let left = 2
    stream.refuse = ({ data }) => {
      const fails = Buffer.from(data).toString() === 'k2' && left-- > 0
      return fails ? 'InternalFailure' : undefined
    }
    const puts = ['k1', 'k2', 'k3', 'k4'].map((text) => put('k', text))
    const others = ['o1', 'o2'].map((text) => put('o', text))
    await timing.until(Promise.all([...puts, ...others]))
    expect(stream.read().map(({ text }) => text)).toEqual(['o1', 'k1', 'o2', 'k2', 'k3', 'k4'])
  })

  test('costs a round trip a record, or one for many with aggregation', async () => {
    const plain = fakeProducer()
    const puts = Array.from({ length: 20 }, (_, i) => plain.put('k', String(i)))
    await plain.timing.until(Promise.all(puts))
    expect(plain.stream.requests.map((request) => request.length)).toEqual(Array(20).fill(1))
    const packed = fakeProducer({ aggregate: true })
    const packedPuts = Array.from({ length: 20 }, (_, i) => packed.put('k', String(i)))
    await packed.timing.until(Promise.all(packedPuts))
    expect(packed.stream.requests.map((request) => request.length)).toEqual([1])
  })

  test('is given up for throughput when it is not asked for', async () => {
    const { timing, stream, put } = fakeProducer({ ordered: false })
    const puts = Array.from({ length: 20 }, (_, i) => put('k', String(i)))
    await timing.until(Promise.all(puts))
    expect(stream.requests.map((request) => request.length)).toEqual([20])
    expect(stream.read()).toHaveLength(20)
  })
})
