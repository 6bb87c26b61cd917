import type { Difference, PerKind } from '../verdict.ts'

/** Where the streams' records come from: the emulator's stream target, or Kafka by the Kinesis producer. */
export const FEEDS = ['http', 'kafka'] as const
export type Feed = (typeof FEEDS)[number]

/** What can be asked of the judge of the stream half; each stage stands alone. */
export const STREAM_STAGES = ['feed', 'tables', 'batch', 'same-posts'] as const
export type StreamStage = (typeof STREAM_STAGES)[number]

/** All in records. A count whose stage was not asked for is 0. */
export interface StreamCounts {
  readonly sent: number
  readonly acknowledged: number
  /** Attempts. */
  readonly unknown: number
  /** In the streams, those of aggregates each for itself. */
  readonly records: number
  /** Of these, those beyond the acknowledged ones that a delivery at least once explains. */
  readonly resent: number
  readonly rows: PerKind
  readonly duplicates: PerKind
  readonly quarantined: PerKind
}

/** `ok` is true when there was something to judge, and no stage that was asked for found a difference. */
export interface StreamVerdict {
  readonly ok: boolean
  readonly feed: Feed
  readonly stages: readonly StreamStage[]
  readonly counts: StreamCounts
  readonly differences: readonly Difference[]
}
