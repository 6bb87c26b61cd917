import {
  answerArguments,
  createLogger,
  createMetrics,
  exitOnLoggedError,
  runService,
} from '@pinpipe/runtime'
import { configSchema } from './config.ts'
import { readSinkConfig } from './read-config.ts'
import { createService } from './service.ts'

const about = {
  name: 's3-sink',
  purpose: 'Lands the records of Kafka topics in S3, each exactly once.',
}

await exitOnLoggedError({ name: 's3-sink', env: process.env }, async () => {
  answerArguments(configSchema, about, process)
  const { config, connector, notes } = await readSinkConfig(process.env)
  const logger = createLogger({
    name: 's3-sink',
    level: config.LOG_LEVEL,
    format: config.LOG_FORMAT,
  })
  for (const note of notes) logger.info(note)
  const metrics = createMetrics('s3-sink')
  const service = createService(config, connector, logger, metrics)
  const admin = { host: config.ADMIN_HOST, port: config.S3_SINK_ADMIN_PORT }
  await runService({ logger, admin, process }, service.source, service.start)
})
