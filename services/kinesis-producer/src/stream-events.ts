import type { KinesisErrorCode, ProducerEvents } from '@pinpipe/kinesis'
import type { Logger } from '@pinpipe/runtime'
import type { Instruments } from './metrics.ts'
import { skewOf } from './skew.ts'

/** What happens to one stream. */
export interface StreamEvents extends ProducerEvents {
  /** Ends an interval: tells how evenly its records fell on the shards. */
  intervalEnded(): void
}

export function createStreamEvents(
  stream: string,
  logger: Logger,
  meter: Instruments,
): StreamEvents {
  const log = logger.child({ stream })
  let openShards = 0
  let interval = new Map<string, number>()
  let isHot = false
  /** Codes that were said in this interval. */
  const told = new Set<KinesisErrorCode>()
  return {
    requestDone: ({ bytes, seconds, shards, failures }) => {
      meter.bytes.inc({ stream }, bytes)
      meter.requestSeconds.observe({ stream }, seconds)
      for (const [shard, { records, failed }] of shards) {
        meter.shardRecords.inc({ stream, shard }, records - failed)
        interval.set(shard, (interval.get(shard) ?? 0) + records - failed)
      }
      for (const [code, count] of failures) {
        meter.retries.inc({ stream, code }, count)
        if (!told.has(code)) log.warn({ code }, 'Records not stored; trying again')
        told.add(code)
      }
    },
    recordsSettled: (counts) => {
      for (const [outcome, count] of counts) meter.outcomes.inc({ stream, outcome }, count)
    },
    shardsRead: (open) => {
      if (open !== openShards) log.info({ open, before: openShards }, 'Shards read')
      openShards = open
      meter.openShards.set({ stream }, open)
    },
    shardsNotRead: (error) => {
      meter.shardReadErrors.inc({ stream, code: error.code })
      log.warn({ err: error }, 'Shards not read; trying again')
    },
    intervalEnded: () => {
      const skew = skewOf(interval, openShards)
      interval = new Map()
      told.clear()
      meter.busiestShare.set({ stream }, skew?.share ?? 0)
      if (!skew) return
      const { hot, ...facts } = skew
      if (hot && !isHot)
        log.warn(
          { ...facts, openShards },
          'One shard takes most records while others idle: take a partition key with more values',
        )
      if (!hot && isHot)
        log.info({ ...facts, openShards }, 'Records are spread over the shards again')
      isHot = hot
    },
  }
}
