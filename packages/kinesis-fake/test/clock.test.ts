import { expect, test } from '@jest/globals'
import { neverBack, SettableClock } from '../src/clock.ts'

test('a clock that is set back stands still until it has caught up', () => {
  const clock = new SettableClock(1000.9)
  const nowMs = neverBack(clock)
  expect(nowMs()).toBe(1000)
  clock.advance(-500)
  expect(nowMs()).toBe(1000)
  clock.advance(501)
  expect(nowMs()).toBe(1001)
})
