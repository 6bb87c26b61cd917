import { judge, judgeStream, type StreamVerdict, type Verdict } from '@pinpipe/oracle'
import type { StreamFeed } from '../system/halves.ts'
import type { System } from '../system/system.ts'

/** What the oracle says of the batch half. */
export function judgeBatch(system: System): Promise<Verdict> {
  const { id, paths, addresses } = system
  const kafka = { brokers: [addresses.brokers] }
  return judge({ id, ledgerFile: paths.ledger, s3: s3Of(system), kafka })
}

/** What the oracle says of the stream half; where the batch half ran too, their rows are held against each other. */
export function judgeStreams(
  feed: StreamFeed,
  besideBatch: boolean,
  system: System,
): Promise<StreamVerdict> {
  const { id, paths, addresses, credentials } = system
  const both = besideBatch ? (['batch', 'same-posts'] as const) : []
  return judgeStream({
    id,
    feed,
    ledgerFile: feed === 'http' ? paths.streamLedger : paths.ledger,
    s3: s3Of(system),
    kinesis: { endpoint: addresses.s3, region: addresses.region, credentials },
    stages: ['feed', 'tables', ...both],
  })
}

const s3Of = ({ addresses, credentials }: System) => ({
  endpoint: addresses.s3,
  region: addresses.region,
  bucket: addresses.bucket,
  credentials,
})
