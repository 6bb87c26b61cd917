import { ByteBudget, systemTiming } from '@pinpipe/delivery'
import { openKafka } from '@pinpipe/kafka'
import type { Logger, Metrics, Readiness, RunningService } from '@pinpipe/runtime'
import { buildApp } from './app.ts'
import type { GatewayConfig } from './config.ts'
import { createEvents } from './events.ts'
import { openProxy } from './kinesis/proxy.ts'
import { Monitor } from './monitor.ts'

/** The gateway, built but neither listening nor connected. */
export interface Gateway {
  readiness(): Readiness
  start(): Promise<Pick<RunningService, 'shutdown'>>
}

/** Builds every part of the service from its settings. */
export function createGateway(config: GatewayConfig, logger: Logger, metrics: Metrics): Gateway {
  const kafka = openKafka(config, {
    clientId: 'pinpipe-gateway',
    logger,
    compression: config.GATEWAY_COMPRESSION,
    maxBatchBytes: config.GATEWAY_MAX_RECORD_BYTES,
    maxInFlightBytes: config.GATEWAY_MAX_IN_FLIGHT_BYTES,
    ackTimeoutMs: config.GATEWAY_ACK_TIMEOUT_MS,
    retryForMs: config.GATEWAY_RETRY_FOR_MS,
  })
  const events = createEvents(logger, metrics)
  const monitor = new Monitor({
    name: 'Kafka',
    check: () => kafka.cluster.brokerIds(),
    events: { reachable: events.kafkaReachable, unreachable: events.kafkaUnreachable },
    timing: systemTiming,
  })
  const kinesis = config.GATEWAY_KINESIS ? openProxy(config, logger, metrics) : undefined
  const app = buildApp({
    ...kafka,
    events,
    // A body of the largest size is taken where nothing else is held.
    budget: new ByteBudget(
      Math.max(config.GATEWAY_MAX_IN_FLIGHT_BYTES, config.GATEWAY_BODY_LIMIT_BYTES),
    ),
    stages: config.GATEWAY_STAGES,
    bodyLimitBytes: config.GATEWAY_BODY_LIMIT_BYTES,
    requestTimeoutMs: config.GATEWAY_REQUEST_TIMEOUT_MS,
    ...(kinesis && { kinesis: kinesis.ports }),
  })
  return {
    readiness: () => firstNotReady([monitor, ...(kinesis ? [kinesis.monitor] : [])]),
    start: async () => {
      monitor.start()
      kinesis?.monitor.start()
      await app.listen({ host: config.GATEWAY_HOST, port: config.GATEWAY_PORT })
      return {
        shutdown: [
          { name: 'HTTP server', run: () => app.close() },
          { name: 'Kafka monitor', run: () => monitor.stop() },
          { name: 'Kafka connections', run: () => kafka.close() },
          ...(kinesis ? [{ name: 'Kinesis proxy', run: () => kinesis.close() }] : []),
        ],
      }
    },
  }
}

/** Ready when all are; else why the first is not. */
const firstNotReady = (monitors: readonly Monitor[]): Readiness =>
  monitors.map((monitor) => monitor.readiness()).find(({ ready }) => !ready) ?? { ready: true }
