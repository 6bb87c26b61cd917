import { expect, test } from '@jest/globals'
import { untilAgreed } from '../src/until-agreed.ts'

test('evidence that is not there yet is judged again, and a table in the making too', async () => {
  const judgings = [
    async () => ({ ok: false }),
    async () => {
      throw new Error('half written')
    },
    async () => ({ ok: true }),
  ]
  expect(await untilAgreed(() => (judgings.shift() ?? fail)(), 60, 1)).toEqual({ ok: true })
  expect(judgings).toEqual([])
})

test('a verdict that is not ok stands when the time is over', async () => {
  expect(await untilAgreed(async () => ({ ok: false }), 0)).toEqual({ ok: false })
})

const fail = () => Promise.reject(new Error('judged once too often'))
