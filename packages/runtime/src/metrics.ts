import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Makes metrics under one prefix in one registry; a name is registered once. */
export interface Metrics {
  counter<L extends string>(name: string, help: string, labels?: readonly L[]): Counter<L>
  gauge<L extends string>(name: string, help: string, labels?: readonly L[]): Gauge<L>
  /** `buckets` in the metric's own unit. */
  histogram<L extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly L[],
  ): Histogram<L>
  /** The registry's text in Prometheus' exposition format. */
  text(): Promise<string>
  readonly contentType: string
}

/** A registry of its own for one process; every name starts with `pinpipe_<service>_`. */
export function createMetrics(service: string, options = { processMetrics: true }): Metrics {
  const registry = new Registry()
  if (options.processMetrics) collectDefaultMetrics({ register: registry })
  const full = (name: string) => `pinpipe_${service.replaceAll('-', '_')}_${name}`
  const base = <L extends string>(name: string, help: string, labels: readonly L[] = []) => ({
    name: full(name),
    help,
    labelNames: [...labels],
    registers: [registry],
  })
  return {
    counter: (name, help, labels) => new Counter(base(name, help, labels)),
    gauge: (name, help, labels) => new Gauge(base(name, help, labels)),
    histogram: (name, help, buckets, labels) =>
      new Histogram({ ...base(name, help, labels), buckets: [...buckets] }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
