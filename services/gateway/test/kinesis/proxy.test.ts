import { expect, test } from '@jest/globals'
import { checkKinesis } from '../../src/kinesis/proxy.ts'
import { kinesisAnswer } from '../support/fake-kinesis.ts'

test.each([
  [200, true],
  [400, true],
  [500, false],
  [503, false],
])('a Kinesis that answers a check with %i is ready: %s', async (status, ready) => {
  const caller = { call: async () => kinesisAnswer('{}', status) }
  const checked = checkKinesis(caller, new AbortController().signal).then(() => true)
  if (ready) expect(await checked).toBe(true)
  else await expect(checked).rejects.toMatchObject({ code: 'KINESIS_UNAVAILABLE' })
})
