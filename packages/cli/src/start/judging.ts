import { judge, judgeStream, type StreamVerdict, type Verdict } from '@pinpipe/oracle'
import type { StreamFeed } from '../system/halves.ts'
import { resentAtMost } from '../system/producer-metrics.ts'
import type { System } from '../system/system.ts'

/** What the oracle says of the batch half. */
export function judgeBatch(system: System): Promise<Verdict> {
  const { id, paths, addresses } = system
  const kafka = { brokers: [addresses.brokers] }
  return judge({ id, ledgerFile: paths.ledger, s3: s3Of(system), kafka })
}

/** How the stream half was run. */
export interface StreamRun {
  readonly feed: StreamFeed
  /** The batch half ran too: their rows are held against each other. */
  readonly besideBatch: boolean
  /** Nothing was killed, so that the producer's own counters bound what it has put again. */
  readonly unharmed: boolean
}

/** What the oracle says of the stream half. */
export async function judgeStreams(
  { feed, besideBatch, unharmed }: StreamRun,
  system: System,
): Promise<StreamVerdict> {
  const { id, paths, addresses, credentials } = system
  const isBounded = feed === 'kafka' && unharmed
  const both = besideBatch ? (['batch', 'same-posts'] as const) : []
  return judgeStream({
    id,
    feed,
    ledgerFile: feed === 'http' ? paths.streamLedger : paths.ledger,
    s3: s3Of(system),
    kinesis: { endpoint: addresses.s3, region: addresses.region, credentials },
    stages: ['feed', 'tables', ...both],
    resentAtMost: isBounded ? await resentBy(addresses.producerMetrics) : undefined,
  })
}

/** Undefined, so no bound, where the producer does not tell. */
async function resentBy(metricsUrl: string): Promise<number | undefined> {
  try {
    const metrics = await fetch(metricsUrl, { signal: AbortSignal.timeout(METRICS_WITHIN_MS) })
    return resentAtMost(await metrics.text())
  } catch {
    return undefined
  }
}

const METRICS_WITHIN_MS = 10_000

const s3Of = ({ addresses, credentials }: System) => ({
  endpoint: addresses.s3,
  region: addresses.region,
  bucket: addresses.bucket,
  credentials,
})
