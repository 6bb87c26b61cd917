import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import type { Component } from '../../src/component.ts'
import { temporaryDir } from '../../src/host.ts'
import { freePort } from '../../src/ports.ts'
import { startService } from '../../src/service.ts'

const SERVER = `
import { createServer } from 'node:http'
console.log('given', process.env.GIVEN)
createServer((_, reply) => reply.writeHead(200).end()).listen(process.env.PORT, '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
`
const NEVER_READY = "console.error('no such database'); process.exit(3)"

let service: Component | undefined
let holder: Server | undefined

afterEach(async () => {
  await service?.stop()
  service = undefined
  holder?.close()
  holder = undefined
})

async function options(source: string) {
  const dist = join(temporaryDir('a service'), 'dist')
  mkdirSync(dist)
  const entry = join(dist, 'main.mjs')
  writeFileSync(entry, source)
  const port = await freePort()
  return {
    name: 'example',
    entry,
    env: { PORT: String(port), GIVEN: 'this' },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
    ports: [{ port, setting: 'EXAMPLE_PORT' }],
  }
}

test('a service is ready when its start resolves, and ends with 0 when it is stopped', async () => {
  service = await startService(await options(SERVER))
  expect(await readFile(service.logFile, 'utf8')).toBe('given this\n')
  await service.stop()
  expect(await service.exited).toEqual({ code: 0, signal: null })
  expect(service.pid).toBeUndefined()
})

test('a killed service comes back at the same address', async () => {
  const given = await options(SERVER)
  service = await startService(given)
  const { pid } = service
  await service.kill()
  await expect(fetch(given.readyUrl)).rejects.toThrow()
  await service.start()
  expect((await fetch(given.readyUrl)).status).toBe(200)
  expect(service.pid).not.toBe(pid)
})

test('a frozen service answers nothing, and can be stopped', async () => {
  const given = await options(SERVER)
  service = await startService(given)
  await service.freeze()
  const asking = fetch(given.readyUrl, { signal: AbortSignal.timeout(500) })
  await expect(asking).rejects.toMatchObject({ name: 'TimeoutError' })
  await service.stop()
  expect(await service.exited).toEqual({ code: 0, signal: null })
})

test('a service that ends while it starts fails with its exit code and the end of its log', async () => {
  const starting = startService(await options(NEVER_READY))
  await expect(starting).rejects.toMatchObject({ code: 'START_FAILED' })
  await expect(starting).rejects.toThrow(/ended while starting \(exit code 3\).*no such database/s)
})

test('a port in use is told with its setting and the process that holds it', async () => {
  const given = await options(SERVER)
  const port = Number(given.env.PORT)
  const held = createServer()
  holder = held
  await new Promise<void>((resolve) => held.listen(port, '127.0.0.1', resolve))
  const starting = startService(given)
  await expect(starting).rejects.toMatchObject({ code: 'PORT_IN_USE', facts: { port } })
  const message = `Port ${port} (EXAMPLE_PORT) is in use by process ${process.pid} (`
  await expect(starting).rejects.toThrow(message)
})
