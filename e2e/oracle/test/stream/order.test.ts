import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkOrder, type Step } from '../../src/stream/order.ts'
import { precedenceIn, type StreamRecord } from '../../src/stream/records.ts'
import { recordAt } from './planted.ts'
import { SHARDS } from './small-stream.ts'

const precedes = precedenceIn(SHARDS)

const step = fc.record({
  shard: fc.constantFrom('shard-0', 'shard-1'),
  at: fc.nat(9),
  key: fc.constantFrom('a', 'b'),
  from: fc.nat(20),
  lasts: fc.nat(5),
})

test('exactly the records that lie before an earlier one of their key are out of order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (drawn) => {
      const steps: Step[] = drawn.map(({ shard, at, key, from, lasts }) => {
        return { record: recordAt(shard, at), key, from, to: from + lasts }
      })
      const wrong = steps.filter((later) =>
        steps.some(
          (earlier) =>
            earlier.key === later.key &&
            earlier.to < later.from &&
            precedes(later.record, earlier.record),
        ),
      )
      expect(checkOrder(steps, precedes)).toHaveLength(wrong.length)
    }),
  )
})

test('shards that do not descend from one another have no order', () => {
  const [parent, one, other] = SHARDS.map(({ id }) => recordAt(id, 0)) as [
    StreamRecord,
    StreamRecord,
    StreamRecord,
  ]
  expect([precedes(one, other), precedes(other, one)]).toEqual([false, false])
  expect([precedes(parent, one), precedes(one, parent)]).toEqual([true, false])
})

test('a shard descends from its grandparents, and from both that were merged', () => {
  const merged = { id: 'merged', parents: ['shard-1', 'shard-2'] }
  const before = precedenceIn([...SHARDS, merged])
  const last = recordAt('merged', 0)
  expect(SHARDS.map(({ id }) => before(recordAt(id, 9), last))).toEqual([true, true, true])
})
