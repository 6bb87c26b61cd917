import type { GroupEvents, TopicPartition } from '@pinpipe/kafka'
import type { KinesisErrorCode } from '@pinpipe/kinesis'
import type { Logger } from '@pinpipe/runtime'
import type { Instruments } from './metrics.ts'
import type { BatchCounts, PartitionRelay } from './partition.ts'

/** One function per happening: it writes the log line and moves the metric. */
export type RelayEvents = ReturnType<typeof createEvents>

/** @param patienceMs how long a record may wait before that is an error in the log */
export function createEvents(logger: Logger, meter: Instruments, patienceMs: number) {
  const logEnds = new Map<string, number>()
  let isLate = false
  return {
    group: groupEvents(logger, meter, logEnds),
    assigned: (partitions: readonly TopicPartition[]) => {
      meter.assigned.set(partitions.length)
      meter.rebalances.inc()
      meter.lag.reset()
      logger.info({ partitions: partitions.length }, 'Partitions assigned')
    },
    consumed: (at: TopicPartition, { records, nulls, fallbacks }: BatchCounts) => {
      const { topic } = at
      meter.consumed.inc({ topic }, records)
      meter.skipped.inc({ topic, code: 'NULL_VALUE' }, nulls)
      meter.fallbacks.inc({ topic }, fallbacks)
      if (nulls > 0) logger.warn({ ...at, records: nulls }, 'Null values skipped')
    },
    deadLetterSent: (at: TopicPartition, offset: number, code: KinesisErrorCode) => {
      meter.deadLetters.inc({ topic: at.topic, code })
      logger.warn({ ...at, offset, code }, 'Kinesis never takes the record; it is a dead letter')
    },
    deadLetterFailed: (error: unknown) => {
      meter.deadLetterErrors.inc({ code: codeOf(error) })
      logger.warn({ err: error }, 'Dead letter not accepted; trying again')
    },
    kinesisUnready: (error: unknown) =>
      logger.warn({ err: error }, 'Kinesis is not ready yet; trying again'),
    committed: () => meter.commits.inc({ outcome: 'done' }),
    commitFailed: (error: unknown) => {
      meter.commits.inc({ outcome: 'failed' })
      logger.warn({ err: error }, 'Offsets not committed; offering them again')
    },
    observed: (
      partitions: readonly PartitionRelay[],
      { heldBytes, ageMs }: { heldBytes: number; ageMs: number },
    ) => {
      meter.held.set(heldBytes)
      meter.oldestSeconds.set(ageMs / 1000)
      if (ageMs > patienceMs && !isLate)
        logger.error({ ageMs }, 'Records wait too long to be stored; nothing is lost, trying on')
      isLate = ageMs > patienceMs
      for (const { at, frontier } of partitions) {
        const end = logEnds.get(nameOf(at))
        if (end === undefined || frontier === undefined) continue
        const { topic, partition } = at
        meter.lag.set({ topic, partition: String(partition) }, Math.max(0, end - frontier))
      }
    },
  }
}

function groupEvents(
  logger: Logger,
  meter: Instruments,
  logEnds: Map<string, number>,
): GroupEvents {
  return {
    onTopics: (topics) => {
      if (topics.length > 0) logger.info({ topics }, 'Topics subscribed')
      else logger.warn('None of the topics exists yet; looking again')
    },
    onTrouble: (error, waitMs) => {
      meter.groupErrors.inc({ code: error.code })
      logger.error({ err: error, waitMs }, 'Not in the consumer group; joining again')
    },
    onGap: (at, from, to) => {
      meter.gaps.inc({ topic: at.topic }, to - from)
      logger.error({ ...at, from, to }, 'Records were deleted by the broker before they were read')
    },
    onLogEnd: (at, offset) => {
      logEnds.set(nameOf(at), offset)
    },
  }
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'UNKNOWN'
