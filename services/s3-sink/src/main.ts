import { readFile } from 'node:fs/promises'
import {
  ConfigError,
  createLogger,
  createMetrics,
  exitOnError,
  runService,
  serviceConfig,
} from '@pinpipe/runtime'
import { configSchema } from './config.ts'
import { parseConnector } from './connector/parse.ts'
import { createService } from './service.ts'

const about = {
  name: 's3-sink',
  purpose: 'Lands the records of Kafka topics in S3, each exactly once.',
}

await exitOnError(async () => {
  const config = serviceConfig(configSchema, about, process)
  const text = await readFile(config.S3_SINK_CONFIG, 'utf8').catch((error: Error) => {
    throw new ConfigError([`S3_SINK_CONFIG: ${error.message}`])
  })
  const { connector, notes } = parseConnector(text, {
    ...process.env,
    PIPELINE_ID: config.PIPELINE_ID,
  })
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
