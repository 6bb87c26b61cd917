#!/usr/bin/env node
import {
  createLogger,
  createMetrics,
  exitOnLoggedError,
  loadConfig,
  runService,
} from '@pinpipe/runtime'
import { withFlags } from './cli.ts'
import { emulatorSettings } from './config.ts'
import { emulatorService } from './service.ts'

await exitOnLoggedError({ name: 'emulator', env: process.env }, async () => {
  const env = withFlags(process.argv.slice(2), process.env, {
    write: (text) => process.stdout.write(text),
    exit: process.exit,
  })
  const config = loadConfig(emulatorSettings, env)
  const logger = createLogger({
    name: 'emulator',
    level: config.LOG_LEVEL,
    format: config.LOG_FORMAT,
  })
  const { stdout, stderr } = process
  const { admin, start } = emulatorService(config, {
    logger,
    metrics: createMetrics('emulator'),
    stdout,
    stderr,
  })
  const address = { host: config.ADMIN_HOST, port: config.EMULATOR_ADMIN_PORT }
  await runService({ logger, admin: address, process }, admin, start)
})
