import { createLogger, createMetrics, exitOnError, loadConfig, runService } from '@pinpipe/runtime'
import { gatewayConfig } from './config.ts'
import { createGateway } from './gateway.ts'

await exitOnError(async () => {
  const config = loadConfig(gatewayConfig, process.env)
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
