import {
  createLogger,
  createMetrics,
  exitOnLoggedError,
  runService,
  serviceConfig,
} from '@pinpipe/runtime'
import { gatewayConfig } from './config.ts'
import { createGateway } from './gateway.ts'

const about = {
  name: 'gateway',
  purpose:
    "Takes records over HTTP and stores them: by the Kafka REST Proxy's protocol in Kafka, by AWS' tutorial API in Kinesis.",
}

await exitOnLoggedError({ name: 'gateway', env: process.env }, async () => {
  const config = serviceConfig(gatewayConfig, about, process)
  const logger = createLogger({
    name: 'gateway',
    level: config.LOG_LEVEL,
    format: config.LOG_FORMAT,
  })
  const metrics = createMetrics('gateway')
  const gateway = createGateway(config, logger, metrics)
  await runService(
    { logger, admin: { host: config.ADMIN_HOST, port: config.GATEWAY_ADMIN_PORT }, process },
    { metrics, readiness: gateway.readiness },
    gateway.start,
  )
})
