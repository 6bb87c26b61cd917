import { expect, test } from '@jest/globals'
import { ByteBudget } from '@pinpipe/delivery'
import { RequestRoom } from '../src/request-room.ts'

test('an answer that comes when its client has gone takes no room for ever', () => {
  const budget = new ByteBudget(100)
  const room = new RequestRoom(budget)
  room.take(10)
  room.release()
  room.hold(50)
  room.take(5)
  expect(budget.used).toBe(0)
})

test('an answer may be more than there is room for, and turns later requests away', () => {
  const budget = new ByteBudget(100)
  const room = new RequestRoom(budget)
  room.take(60)
  room.hold(60)
  expect(() => new RequestRoom(budget).expect(1)).toThrow('overloaded')
  room.release()
  new RequestRoom(budget).expect(1)
})
