import type { KafkaError, RecordBatch, TopicPartition } from '@pinpipe/kafka'
import type { Logger, Metrics } from '@pinpipe/runtime'
import type { OpenFile } from './file.ts'
import { Lag } from './lag.ts'
import { createInstruments } from './metrics.ts'
import type { PartitionWriter } from './partition.ts'
import type { FlushCause } from './rotation.ts'
import type { ProblemCode } from './route.ts'
import type { Settlement } from './settle.ts'

/** One function per happening: it writes the log line and moves the metric. */
export type SinkEvents = ReturnType<typeof createEvents>

/** An attempt from this one on is said aloud, and readiness is lost: `s3.part.retries`. */
export interface Patience {
  readonly attempts: number
}

/** Where a record is. */
export type RecordPlace = TopicPartition & { readonly offset: number }

export function createEvents(logger: Logger, metrics: Metrics, patience: Patience) {
  const meter = createInstruments(metrics)
  const lag = new Lag()
  const failing = new Set<string>()
  const undelivered = new Set<string>()
  return {
    topics: (topics: readonly string[]) => {
      if (topics.length > 0) logger.info({ topics }, 'Topics subscribed')
      else logger.warn('No topic matches yet; looking again')
    },
    assigned: (partitions: readonly TopicPartition[]) => {
      meter.assigned.set(partitions.length)
      meter.rebalances.inc()
      meter.lagRecords.reset()
      meter.lagSeconds.reset()
      failing.clear()
      undelivered.clear()
      logger.info({ partitions: partitions.length }, 'Partitions assigned')
    },
    groupLost: (error: KafkaError, waitMs: number) => {
      meter.groupErrors.inc({ code: error.code })
      logger.error({ err: error, waitMs }, 'Not in the consumer group; joining again')
    },
    gap: (at: TopicPartition, from: number, to: number) => {
      meter.gaps.inc({ topic: at.topic }, to - from)
      logger.error({ ...at, from, to }, 'Records were deleted by the broker before they were read')
    },
    logEnd: (at: TopicPartition, offset: number) => lag.logEnd(at, offset),
    consumed: ({ topic, records }: RecordBatch) => meter.consumed.inc({ topic }, records.length),
    skipped: (at: TopicPartition, code: ProblemCode, records: number, first: number) => {
      meter.skipped.inc({ topic: at.topic, code }, records)
      logger.warn({ ...at, code, records, first }, 'Records not written')
    },
    flushed: (at: TopicPartition, file: OpenFile, cause: FlushCause) => {
      meter.flushes.inc({ topic: at.topic, cause })
      meter.written.inc({ topic: at.topic }, file.records)
    },
    settled: (at: TopicPartition, { by, next }: Settlement, seconds: number) => {
      meter.puts.inc({ topic: at.topic, by })
      failing.delete(`${at.topic}/${at.partition}`)
      meter.putSeconds.observe(seconds)
      if (by !== 'created') logger.info({ ...at, by, next }, 'Object existed; going on after it')
    },
    putFailed: (at: TopicPartition, error: unknown, attempt: number) => {
      meter.putErrors.inc({ code: codeOf(error) })
      const facts = { ...at, err: error, attempt }
      if (attempt < patience.attempts) logger.warn(facts, 'Put failed; trying again')
      else {
        failing.add(`${at.topic}/${at.partition}`)
        logger.error(facts, 'Put keeps failing; nothing is lost, trying on')
      }
    },
    /** Partitions whose present put has failed too often, as topic/partition. */
    failingPuts: (): readonly string[] => [...failing],
    foreignObject: (key: string, records: number) =>
      logger.warn({ key, records }, 'Object of another writer met; its records were counted'),
    deadLetterSent: (at: RecordPlace, code: ProblemCode) => {
      meter.deadLetters.inc({ topic: at.topic, code })
      undelivered.delete(placeOf(at))
    },
    deadLetterFailed: (
      at: RecordPlace,
      deadLetterTopic: string,
      error: unknown,
      attempt: number,
    ) => {
      const code = codeOf(error)
      meter.deadLetterErrors.inc({ code })
      const facts = { ...at, deadLetterTopic, err: error, attempt }
      const advice = LETTER_ADVICE[code]
      if (!advice && attempt < patience.attempts)
        logger.warn(facts, 'Dead letter not accepted; trying again')
      else {
        undelivered.add(placeOf(at))
        const remedy = advice ?? 'nothing is lost, trying on'
        logger.error(facts, `Dead letter cannot be delivered: ${remedy}`)
      }
    },
    /** Records whose dead letter cannot be delivered at present, as topic/partition/offset. */
    undelivered: (): readonly string[] => [...undelivered],
    storeUnready: (error: unknown) => logger.warn({ err: error }, 'Bucket is not reachable yet'),
    committed: () => meter.commits.inc({ outcome: 'done' }),
    commitFailed: (error: unknown) => {
      meter.commits.inc({ outcome: 'failed' })
      logger.warn({ err: error }, 'Offsets not committed; offering them again')
    },
    observed: (writers: readonly PartitionWriter[], now: number) => {
      meter.openFiles.set(writers.filter(({ hasOpenFile }) => hasOpenFile).length)
      meter.buffered.set(writers.reduce((sum, w) => sum + w.openBytes + w.waitingBytes, 0))
      for (const { at, frontier, oldestTimestamp } of writers) {
        const labels = { topic: at.topic, partition: String(at.partition) }
        const records = lag.records(at, frontier)
        if (records !== undefined) meter.lagRecords.set(labels, records)
        const oldest = oldestTimestamp ?? now
        meter.lagSeconds.set(labels, Math.max(0, (now - oldest) / 1000))
      }
    },
  }
}

/** What to do about failures that do not pass by themselves. */
const LETTER_ADVICE: Readonly<Record<string, string>> = {
  KAFKA_RECORD_TOO_LARGE:
    'raise max.message.bytes of the dead-letter topic; nothing is lost, trying on',
  KAFKA_UNKNOWN_TOPIC: 'create the dead-letter topic; nothing is lost, trying on',
}

const placeOf = ({ topic, partition, offset }: RecordPlace) => `${topic}/${partition}/${offset}`

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'UNKNOWN'
