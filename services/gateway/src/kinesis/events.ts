import type { Logger, Metrics } from '@pinpipe/runtime'
import type { MonitorEvents } from '../monitor.ts'

/** What Kinesis made of one request; `route` is the route's template. */
export interface ProxiedCall {
  readonly method: string
  readonly route: string
  /** `ok`, the type of Kinesis' error, or the code of a call without an answer. */
  readonly code: string
  /** Records that were put, by `ok` or their error's type. */
  readonly records: ReadonlyMap<string, number>
}

/** What happens in the Kinesis proxy; tutorial mode's errors show here, since clients see a 200. */
export interface ProxyEvents extends MonitorEvents {
  called(call: ProxiedCall): void
}

/** The events of a process, written to its log and metrics. */
export function createProxyEvents(logger: Logger, metrics: Metrics): ProxyEvents {
  const calls = metrics.counter('kinesis_calls_total', 'Calls of Kinesis by what came of them', [
    'method',
    'route',
    'code',
  ])
  const put = metrics.counter('kinesis_records_total', 'Records by what became of them', ['code'])
  const up = metrics.gauge('kinesis_up', 'Whether Kinesis answered the last check')
  return {
    called({ method, route, code, records }) {
      calls.inc({ method, route, code })
      for (const [result, count] of records) put.inc({ code: result }, count)
      if ([code, ...records.keys()].some((result) => result !== 'ok'))
        logger.warn(
          { method, route, code, records: Object.fromEntries(records) },
          'Kinesis did not do what was asked',
        )
    },
    reachable() {
      up.set(1)
      logger.info('Kinesis answers')
    },
    unreachable(error) {
      up.set(0)
      logger.warn({ code: error.code, err: error }, 'Kinesis does not answer: trying again')
    },
  }
}
