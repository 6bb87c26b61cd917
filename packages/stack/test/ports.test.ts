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

test('a holder that cannot be told is another program', () => {
  expect(portInUseText(claim)).toContain('is in use by another program.')
})
