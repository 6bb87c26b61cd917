import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Fifo } from '../../src/producer/fifo.ts'

test('a queue gives what an array would give', () => {
  const step = fc.constantFrom('push', 'push', 'shift', 'unshift')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 2_000, size: 'max' }), (steps) => {
      const fifo = new Fifo<number>()
      const model: number[] = []
      steps.forEach((name, i) => {
        if (name === 'shift') expect(fifo.shift()).toBe(model.shift())
        else {
          fifo[name](i)
          model[name](i)
        }
        expect([fifo.length, fifo.peek()]).toEqual([model.length, model[0]])
      })
    }),
    { numRuns: 30 },
  )
})
