#!/usr/bin/env node
import { createLogger, exitOnLoggedError, loadConfig } from '@pinpipe/runtime'
import { runCommandLine } from './cli.ts'
import { operationsSettings } from './config.ts'

const name = 'operations'

await exitOnLoggedError({ name, env: process.env }, () =>
  runCommandLine(process.argv, () => {
    const settings = loadConfig(operationsSettings, process.env)
    const { LOG_LEVEL: level, LOG_FORMAT: format } = settings
    return { settings, logger: createLogger({ name, level, format }) }
  }),
)
