import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, jest, test } from '@jest/globals'

jest.setTimeout(60_000)

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

describe('the gateway with settings that are not usable', () => {
  test('lists every problem in one message and exits with 2 before anything starts', async () => {
    const env = { PATH: process.env.PATH, GATEWAY_PORT: 'x', GATEWAY_STAGES: 'a/b', KAFKA_SSL: '?' }
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    const code = new Promise((resolve) => child.on('close', resolve))
    const message = await text(child.stderr)
    expect(await code).toBe(2)
    for (const name of ['GATEWAY_PORT', 'GATEWAY_STAGES', 'KAFKA_SSL'])
      expect(message).toContain(name)
  })
})
