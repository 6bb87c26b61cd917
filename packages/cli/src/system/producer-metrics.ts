import { kinds } from '@pinpipe/schema'

/** What every name begins with, in Prometheus' text format. */
const PREFIX = 'pinpipe_kinesis_producer_'

/** Records that wait, of the Kinesis producer's metrics; undefined while it has not seen every topic. */
export function lagOf(metrics: string): number | undefined {
  const lags = samplesOf(metrics, 'lag_records')
  const topics = new Set(lags.map(({ labels }) => /topic="([^"]*)"/.exec(labels)?.[1]))
  return topics.size < kinds.length ? undefined : sum(lags)
}

/**
 * Records that the producer may have stored once more: the attempts without a clear answer. Undefined
 * where it has joined its group again, and so has taken what was on its way a second time, and where it
 * aggregates: its attempts are of Kinesis records, of which each then holds several.
 */
export function resentAtMost(metrics: string): number | undefined {
  if (sum(samplesOf(metrics, 'rebalances_total')) > 1) return undefined
  const outcomes = samplesOf(metrics, 'records_total')
  const put = sum(outcomes.filter(({ labels }) => labels.includes('outcome="ok"')))
  if (sum(samplesOf(metrics, 'shard_records_total')) < put) return undefined
  const retries = samplesOf(metrics, 'record_retries_total')
  return sum(retries.filter(({ labels }) => labels.includes('code="KINESIS_OUTCOME_UNKNOWN"')))
}

interface Sample {
  /** As they are written; empty without any. */
  readonly labels: string
  readonly value: number
}

function samplesOf(metrics: string, name: string): Sample[] {
  const line = new RegExp(`^${PREFIX}${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm')
  return [...metrics.matchAll(line)].map(([, labels = '', value]) => ({
    labels,
    value: Number(value),
  }))
}

const sum = (samples: readonly Sample[]) => samples.reduce((all, { value }) => all + value, 0)
