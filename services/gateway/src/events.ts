import type { Outcome } from '@pinpipe/kafka'
import type { CodedError, Logger, Metrics } from '@pinpipe/runtime'

/** An answered request; `route` is the route's template, never the path. */
export interface AnsweredRequest {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** What happens in the gateway: each method writes the log line and moves the metrics. */
export interface GatewayEvents {
  requestAnswered(request: AnsweredRequest): void
  /** A request's records have their outcomes; `topic` exists. */
  recordsProduced(topic: string, outcomes: readonly Outcome[], bytes: number): void
  /** Something that is not the client's doing went wrong; answered with 500. */
  requestFailed(route: string, error: unknown): void
  kafkaReachable(): void
  kafkaUnreachable(error: CodedError): void
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** The events of a process, written to its log and metrics. */
export function createEvents(logger: Logger, metrics: Metrics): GatewayEvents {
  const requests = metrics.counter('requests_total', 'Requests answered', [
    'method',
    'route',
    'status',
  ])
  const seconds = metrics.histogram('request_seconds', 'Time to answer', SECONDS, ['route'])
  const produced = metrics.counter('records_total', 'Records by what became of them', [
    'topic',
    'code',
  ])
  const producedBytes = metrics.counter('record_bytes_total', 'Bytes of accepted bodies', ['topic'])
  const up = metrics.gauge('kafka_up', 'Whether the brokers answered the last check')
  return {
    requestAnswered({ method, route, status, seconds: taken }) {
      requests.inc({ method, route, status })
      seconds.observe({ route }, taken)
      logger.debug({ method, route, status, seconds: taken }, 'Request answered')
    },
    recordsProduced(topic, outcomes, bytes) {
      producedBytes.inc({ topic }, bytes)
      const failures = countFailures(outcomes)
      const failed = [...failures.values()].reduce((sum, count) => sum + count, 0)
      if (outcomes.length > failed) produced.inc({ topic, code: 'ok' }, outcomes.length - failed)
      for (const [code, count] of failures) produced.inc({ topic, code }, count)
      if (failed > 0)
        logger.warn({ topic, failed: Object.fromEntries(failures) }, 'Records not acknowledged')
    },
    requestFailed(route, error) {
      logger.error({ route, err: error }, 'Request failed')
    },
    kafkaReachable() {
      up.set(1)
      logger.info('Kafka answers')
    },
    kafkaUnreachable(error) {
      up.set(0)
      logger.warn({ code: error.code, err: error }, 'Kafka does not answer: trying again')
    },
  }
}

function countFailures(outcomes: readonly Outcome[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const outcome of outcomes)
    if ('error' in outcome)
      counts.set(outcome.error.code, (counts.get(outcome.error.code) ?? 0) + 1)
  return counts
}
