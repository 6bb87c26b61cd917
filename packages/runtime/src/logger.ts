import { type Logger, pino, stdTimeFunctions } from 'pino'
import { PinoPretty } from 'pino-pretty'

export type { Logger } from 'pino'

/** How a process logs; `format` auto means text on a terminal and JSON elsewhere. */
export interface LoggerOptions {
  readonly name: string
  readonly level: string
  readonly format: 'auto' | 'json' | 'pretty'
}

/** A logger that writes to standard error, so that standard output stays free for results. */
export function createLogger({ name, level, format }: LoggerOptions): Logger {
  const pretty = format === 'pretty' || (format === 'auto' && process.stderr.isTTY)
  const options = { name, level, timestamp: stdTimeFunctions.isoTime }
  return pretty
    ? pino(options, PinoPretty({ destination: 2, ignore: 'pid,hostname', sync: true }))
    : pino(options, pino.destination({ dest: 2, sync: true }))
}
