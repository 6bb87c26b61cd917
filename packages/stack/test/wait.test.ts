import { expect, test } from '@jest/globals'
import { waitFor } from '../src/wait.ts'

test('a wait gives the first value that is there, whatever failed before', async () => {
  const answers = [() => undefined, () => Promise.reject(new Error('refused')), () => 'here']
  const value = await waitFor(() => answers.shift()?.(), { what: 'an answer', everyMs: 1 })
  expect(value).toBe('here')
})

test('a wait that runs out says for what it waited, how long, and the last error', async () => {
  const refuse = () => Promise.reject(new Error('connection refused'))
  const waiting = waitFor(refuse, { what: 'the broker', timeoutMs: 20, everyMs: 1 })
  await expect(waiting).rejects.toMatchObject({
    code: 'WAIT_TIMED_OUT',
    message: 'Waited 20 ms for the broker; last error: Error: connection refused',
  })
})
