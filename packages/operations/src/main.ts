#!/usr/bin/env node
import { createLogger, exitOnError, loadConfig } from '@pinpipe/runtime'
import { runCommandLine } from './cli.ts'
import { operationsSettings } from './config.ts'

await exitOnError(() =>
  runCommandLine(process.argv, () => {
    const settings = loadConfig(operationsSettings, process.env)
    const { LOG_LEVEL: level, LOG_FORMAT: format } = settings
    return { settings, logger: createLogger({ name: 'operations', level, format }) }
  }),
)
