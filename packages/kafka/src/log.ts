import type { Logger } from '@pinpipe/runtime'
import { type logCreator, logLevel } from 'kafkajs'

/**
 * Passes kafkajs' log lines to pino. Its errors become warnings: whatever kafkajs cannot mend it also
 * throws, and the one who catches that logs the error. What a single connection says is repeated by
 * the layers above it, so it is for debugging only.
 */
export function pinoLogCreator(logger: Logger): logCreator {
  return () =>
    ({ level, namespace, log: { message, timestamp: _1, logger: _2, stack: _3, ...facts } }) => {
      const line = { namespace, ...facts }
      if (level === logLevel.DEBUG || namespace === 'Connection') logger.debug(line, message)
      else if (level === logLevel.INFO) logger.info(line, message)
      else logger.warn(line, message)
    }
}

/** The lowest kafkajs level worth producing: its debug lines cost time even when nobody reads them. */
export function kafkaLogLevel(logger: Logger): logLevel {
  return logger.isLevelEnabled('debug') ? logLevel.DEBUG : logLevel.INFO
}
