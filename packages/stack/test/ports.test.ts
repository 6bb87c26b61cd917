import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from '@jest/globals'
import { freePort, portInUseText } from '../src/ports.ts'

const claim = { port: 9092, setting: 'KAFKA_PORT' }

test('a port in use is told with its number, its setting and its holder', () => {
  expect(portInUseText(claim, { pid: 42, command: 'java -jar other.jar' })).toBe(
    'Port 9092 (KAFKA_PORT) is in use by process 42 (java -jar other.jar). End it, or set KAFKA_PORT to a free port.',
  )
})

test('free ports are all different, and none that an outgoing connection may be given', async () => {
  const ports = await Promise.all(Array.from({ length: 500 }, () => freePort()))
  expect(new Set(ports).size).toBe(500)
  expect(Math.max(...ports)).toBeLessThan(32_768)
})

test('no port is given to two processes that run', async () => {
  const script = `
    import { freePort } from ${JSON.stringify(import.meta.resolve('../src/ports.ts'))}
    const ports = await Promise.all(Array.from({ length: 500 }, () => freePort()))
    console.log(JSON.stringify(ports))
    process.stdin.resume()
  `
  const other = spawn(process.execPath, ['--input-type=module', '-e', script])
  try {
    const [line] = await once(createInterface(other.stdout), 'line')
    const theirs = new Set<number>(JSON.parse(String(line)))
    const ours = await Promise.all(Array.from({ length: 500 }, () => freePort()))
    expect(ours.filter((port) => theirs.has(port))).toEqual([])
  } finally {
    other.kill()
  }
})

test('a holder that cannot be told is another program', () => {
  expect(portInUseText(claim)).toContain('is in use by another program.')
})
