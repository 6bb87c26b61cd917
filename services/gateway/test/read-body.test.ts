import { Readable } from 'node:stream'
import { expect, test } from '@jest/globals'
import { ByteBudget } from '@pinpipe/delivery'
import { readBody } from '../src/read-body.ts'
import { RequestRoom } from '../src/request-room.ts'

const chunks = (...sizes: number[]) => Readable.from(sizes.map((size) => Buffer.alloc(size, 'a')))
const roomOf = (budget: ByteBudget) => new RequestRoom(budget)
const room = () => roomOf(new ByteBudget(1_000))

test('a body up to the limit is read whole, however it is cut', async () => {
  expect(await readBody(chunks(3, 4, 3), 10, room())).toHaveLength(10)
})

test('a chunked body over the limit is read to its end, so that the connection stays usable', async () => {
  const stream = chunks(6, 6, 6)
  await expect(readBody(stream, 10, room())).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  expect(stream.readableEnded).toBe(true)
})

test('a chunked body without end is cut off', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(8)
    })(),
  )
  await expect(readBody(endless, 10, room())).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  expect(endless.destroyed).toBe(true)
})

test('room is held for what has come, until it is released', async () => {
  const budget = new ByteBudget(100)
  const own = roomOf(budget)
  await readBody(chunks(30, 30), 1_000, own)
  expect(budget.used).toBe(60)
  own.release()
  expect(budget.used).toBe(0)
})

test('a body that there is no room for is read to its end, and holds none', async () => {
  const budget = new ByteBudget(100)
  budget.take(70)
  const stream = chunks(20, 20, 20)
  const refused = readBody(stream, 1_000, roomOf(budget))
  await expect(refused).rejects.toMatchObject({ code: 'OVERLOADED' })
  expect(stream.readableEnded).toBe(true)
  expect(budget.used).toBe(70)
})
