import {
  answerArguments,
  createLogger,
  createMetrics,
  exitOnLoggedError,
  runService,
} from '@pinpipe/runtime'
import { configSchema } from './config.ts'
import { readProducerConfig } from './read-config.ts'
import { createService } from './service.ts'

const about = {
  name: 'kinesis-producer',
  purpose: 'Puts the records of Kafka topics into Kinesis streams, in the order of each key.',
}

await exitOnLoggedError({ name: about.name, env: process.env }, async () => {
  answerArguments(configSchema, about, process)
  const settings = readProducerConfig(process.env)
  const { config } = settings
  const logger = createLogger({
    name: about.name,
    level: config.LOG_LEVEL,
    format: config.LOG_FORMAT,
  })
  const service = createService(settings, logger, createMetrics(about.name))
  const admin = { host: config.ADMIN_HOST, port: config.KINESIS_PRODUCER_ADMIN_PORT }
  await runService({ logger, admin, process }, service.source, service.start)
})
