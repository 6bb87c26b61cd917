import { Readable } from 'node:stream'
import { expect, test } from '@jest/globals'
import { readBody } from '../src/read-body.ts'

const chunks = (...sizes: number[]) => Readable.from(sizes.map((size) => Buffer.alloc(size, 'a')))

test('a body up to the limit is read whole, however it is cut', async () => {
  expect(await readBody(chunks(3, 4, 3), 10)).toHaveLength(10)
})

test('a chunked body over the limit is read to its end, so that the connection stays usable', async () => {
  const stream = chunks(6, 6, 6)
  await expect(readBody(stream, 10)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  expect(stream.readableEnded).toBe(true)
})

test('a chunked body without end is cut off', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(8)
    })(),
  )
  await expect(readBody(endless, 10)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  expect(endless.destroyed).toBe(true)
})
