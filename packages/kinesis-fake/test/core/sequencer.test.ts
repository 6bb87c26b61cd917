import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isOfShard, Sequencer } from '../../src/core/sequencer.ts'

test('a number of a later time is greater, whichever fake gave it', () => {
  const before = new Sequencer()
  before.next(1000, 0)
  const earlier = before.next(1000, 1)
  expect(new Sequencer().next(1001, 0) > earlier).toBe(true)
})

test('each number has 56 digits and is greater than all before, whatever time passes and shard comes', () => {
  const steps = fc.array(fc.tuple(fc.nat(1e12), fc.nat(20_000)), { minLength: 2 })
  fc.assert(
    fc.property(steps, (passing) => {
      const sequencer = new Sequencer()
      let nowMs = 0
      let last = 0n
      for (const [ms, shard] of passing) {
        nowMs += ms
        const number = sequencer.next(nowMs, shard)
        expect(number).toMatch(/^\d{56}$/)
        expect(BigInt(number)).toBeGreaterThan(last)
        expect(isOfShard(number, shard)).toBe(true)
        last = BigInt(number)
      }
      expect(BigInt(sequencer.last)).toBe(last)
    }),
  )
})
