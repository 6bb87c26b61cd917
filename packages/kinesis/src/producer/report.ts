import type { KinesisErrorCode } from '../errors.ts'
import type { PutResult } from '../stream.ts'
import type { RequestReport, ShardTraffic } from './events.ts'
import type { Outgoing } from './packer.ts'

/** Sums up a request and its results, one per Kinesis record. */
export function requestReport(
  request: readonly Outgoing[],
  results: readonly PutResult[],
  seconds: number,
): RequestReport {
  const shards = new Map<string, ShardTraffic>()
  const failures = new Map<KinesisErrorCode, number>()
  let userRecords = 0
  let bytes = 0
  request.forEach((outgoing, index) => {
    const result = results[index] as PutResult
    const { shardId } = outgoing.queue.shard
    const traffic = shards.get(shardId) ?? { records: 0, bytes: 0, failed: 0 }
    shards.set(shardId, traffic)
    traffic.records += 1
    traffic.bytes += outgoing.bytes
    userRecords += outgoing.items.length
    bytes += outgoing.bytes
    if (!('error' in result)) return
    traffic.failed += 1
    failures.set(result.error.code, (failures.get(result.error.code) ?? 0) + 1)
  })
  return { userRecords, kinesisRecords: request.length, bytes, seconds, shards, failures }
}
