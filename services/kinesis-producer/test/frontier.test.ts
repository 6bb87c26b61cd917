import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Frontier } from '../src/frontier.ts'

describe('the frontier', () => {
  test('is unknown before anything was taken', () => {
    expect(new Frontier().offset).toBeUndefined()
  })

  test('waits for the oldest record, however many later ones are done', () => {
    const frontier = new Frontier()
    for (const offset of [5, 6, 9]) frontier.take(offset, offset * 10)
    frontier.done(6)
    frontier.done(9)
    expect(frontier).toMatchObject({ offset: 5, next: 10, waiting: 1, oldestTakenAt: 50 })
    frontier.done(5)
    expect(frontier).toMatchObject({ offset: 10, waiting: 0, oldestTakenAt: undefined })
  })

  test('passes offsets without records', () => {
    const frontier = new Frontier()
    frontier.pass(4)
    expect(frontier.offset).toBe(4)
    frontier.take(4, 0)
    frontier.pass(8)
    expect(frontier).toMatchObject({ offset: 4, next: 8 })
    frontier.pass(2)
    frontier.done(4)
    expect(frontier.offset).toBe(8)
  })

  test('never passes a record that is not done, and never goes back, in any order of outcomes', () => {
    const gap = fc.nat(3)
    const steps = fc.array(
      fc.record({ gap, taken: fc.boolean(), done: fc.array(fc.nat(), { maxLength: 4 }) }),
    )
    fc.assert(
      fc.property(steps, (given) => {
        const frontier = new Frontier()
        const waiting: number[] = []
        let next = 0
        let before = 0
        for (const step of given) {
          next += step.gap
          if (step.taken) {
            waiting.push(next)
            frontier.take(next++, 0)
          } else frontier.pass(next)
          for (const pick of step.done)
            for (const offset of waiting.splice(pick % (waiting.length || 1), 1))
              frontier.done(offset)
          expect(frontier.offset).toBe(Math.min(next, ...waiting))
          expect(frontier.offset).toBeGreaterThanOrEqual(before)
          before = frontier.offset ?? 0
        }
      }),
    )
  })
})
