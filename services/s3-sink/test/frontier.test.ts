import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { frontier } from '../src/frontier.ts'

const idle = { files: [], deadLetters: [], objects: [], next: 10 }

describe('frontier', () => {
  test('is the next offset when everything is durable or skipped', () => {
    expect(frontier(idle)).toBe(10)
  })

  test('is the start of the oldest file that is not durable', () => {
    expect(frontier({ ...idle, files: [7, 4] })).toBe(4)
  })

  test('waits for a dead letter', () => {
    expect(frontier({ ...idle, files: [7], deadLetters: [5] })).toBe(5)
  })

  test('stays at the start of an object that it would otherwise lie within', () => {
    expect(frontier({ ...idle, deadLetters: [5], objects: [{ start: 2, next: 8 }] })).toBe(2)
    expect(frontier({ ...idle, objects: [{ start: 6, next: 20 }] })).toBe(6)
  })

  test('may be the start or the end of an object', () => {
    expect(frontier({ ...idle, objects: [{ start: 4, next: 10 }] })).toBe(10)
    expect(frontier({ ...idle, files: [4], objects: [{ start: 4, next: 9 }] })).toBe(4)
  })

  test('never passes anything unsafe and never lies within an object', () => {
    const offsets = fc.array(fc.nat(100))
    const objects = fc
      .uniqueArray(fc.nat(100), { maxLength: 20 })
      .map((cuts) => cuts.toSorted((a, b) => a - b))
      .map((cuts) => cuts.slice(1).map((next, at) => ({ start: cuts[at] ?? 0, next })))
    fc.assert(
      fc.property(offsets, offsets, objects, fc.nat(100), (files, deadLetters, covered, next) => {
        const least = frontier({ files, deadLetters, objects: covered, next })
        expect([...files, ...deadLetters, next].every((offset) => least <= offset)).toBe(true)
        expect(covered.some(({ start, next: end }) => start < least && least < end)).toBe(false)
      }),
    )
  })
})
