import { kinds } from '@pinpipe/schema'
import { type Sample, samplesOf } from './metrics-text.ts'

const ofProducer = (metrics: string, name: string): Sample[] =>
  samplesOf(metrics, `pinpipe_kinesis_producer_${name}`)

/** Records that wait, of the Kinesis producer's metrics; undefined while it has not seen every topic. */
export function lagOf(metrics: string): number | undefined {
  const lags = ofProducer(metrics, 'lag_records')
  const topics = new Set(lags.map(({ labels: { topic } }) => topic))
  return topics.size < kinds.length ? undefined : sum(lags)
}

/**
 * Records that the producer may have stored once more: the attempts without a clear answer. Undefined
 * where it has joined its group again, and so has taken what was on its way a second time, and where it
 * aggregates: its attempts are of Kinesis records, of which each then holds several.
 */
export function resentAtMost(metrics: string): number | undefined {
  if (sum(ofProducer(metrics, 'rebalances_total')) > 1) return undefined
  const outcomes = ofProducer(metrics, 'records_total')
  const put = sum(outcomes.filter(({ labels: { outcome } }) => outcome === 'ok'))
  if (sum(ofProducer(metrics, 'shard_records_total')) < put) return undefined
  const retries = ofProducer(metrics, 'record_retries_total')
  return sum(retries.filter(({ labels: { code } }) => code === 'KINESIS_OUTCOME_UNKNOWN'))
}

const sum = (samples: readonly Sample[]) => samples.reduce((all, { value }) => all + value, 0)
