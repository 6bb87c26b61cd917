import { type Logger, pino, stdTimeFunctions } from 'pino'
import { PinoPretty } from 'pino-pretty'

export type { Logger } from 'pino'

/** How a process logs. */
export interface LoggerOptions {
  readonly name: string
  readonly level: string
  readonly format: LogFormat
}

/** `auto` is text on a terminal and JSON elsewhere. */
export type LogFormat = 'auto' | 'json' | 'pretty'

/** Whether a log in this format is text for people on this process's standard error. */
export const isTextLog = (format: LogFormat): boolean =>
  format === 'pretty' || (format === 'auto' && process.stderr.isTTY)

/** A logger that writes to standard error, so that standard output stays free for results. */
export function createLogger({ name, level, format }: LoggerOptions): Logger {
  const options = { name, level, timestamp: stdTimeFunctions.isoTime }
  return isTextLog(format)
    ? pino(options, PinoPretty({ destination: 2, ignore: 'pid,hostname', sync: true }))
    : pino(options, pino.destination({ dest: 2, sync: true }))
}
