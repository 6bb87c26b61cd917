import { describe, expect, test } from '@jest/globals'
import type { Logger } from '@pinpipe/runtime'
import { logLevel } from 'kafkajs'
import { kafkaLogLevel, pinoLogCreator } from '../src/log.ts'

function build(debug = false) {
  const lines: [string, unknown, string][] = []
  const at = (level: string) => (facts: unknown, message: string) => {
    lines.push([level, facts, message])
  }
  const logger = {
    isLevelEnabled: () => debug,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
  } as unknown as Logger
  return { logger, lines }
}

const entry = (level: number, namespace: string) => ({
  namespace,
  level,
  label: '',
  log: { timestamp: 'now', logger: 'kafkajs', message: 'hello', broker: 'b:1', stack: 'long' },
})

describe("kafkajs' log lines", () => {
  test('its errors are warnings here, with their facts and without their stack', () => {
    const { logger, lines } = build()
    pinoLogCreator(logger)(logLevel.INFO)(entry(logLevel.ERROR, 'Producer'))
    expect(lines).toEqual([['warn', { namespace: 'Producer', broker: 'b:1' }, 'hello']])
  })

  test("a single connection's lines are for debugging", () => {
    const { logger, lines } = build()
    pinoLogCreator(logger)(logLevel.INFO)(entry(logLevel.ERROR, 'Connection'))
    expect(lines[0]?.[0]).toBe('debug')
  })

  test('debug lines are made only when somebody reads them', () => {
    expect(kafkaLogLevel(build().logger)).toBe(logLevel.INFO)
    expect(kafkaLogLevel(build(true).logger)).toBe(logLevel.DEBUG)
  })
})
