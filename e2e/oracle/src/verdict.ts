/** The three records of a post; a topic is `{id}.{kind}`. */
export const KINDS = ['pin', 'geo', 'user'] as const
export type Kind = (typeof KINDS)[number]
export type PerKind = Readonly<Record<Kind, number>>

/** What can be asked of the judge; each stage stands alone. */
export const STAGES = ['landing', 'objects', 'kafka', 'tables', 'answers'] as const
export type Stage = (typeof STAGES)[number]

/** Every way in which the system can differ from what it promises. */
export type DifferenceKind =
  /** There is nothing to hold against anything, so that nothing can be proven. */
  | 'nothing-proven'
  /** The ledger itself: torn or foreign lines, no end line, counts that do not tie, one offset given twice. */
  | 'ledger-unreadable'
  | 'ledger-incomplete'
  | 'offset-acknowledged-twice'
  | 'place-acknowledged-twice'
  /** Ledger against bucket, or streams. */
  | 'missing'
  | 'altered'
  | 'duplicate'
  | 'unexplained'
  /** The bucket in itself. */
  | 'object-foreign'
  | 'object-unreadable'
  | 'object-metadata'
  | 'gap'
  | 'overlap'
  /** Kafka against bucket. */
  | 'not-landed'
  | 'not-in-kafka'
  | 'differs-from-kafka'
  /** Bucket against tables. */
  | 'table-unreadable'
  | 'duplicate-ind'
  | 'row-missing'
  | 'row-unfounded'
  | 'row-outdated'
  | 'line-unaccounted'
  | 'provenance-wrong'
  | 'quarantine-wrong'
  | 'counts-differ'
  /** The batch job's own reports. */
  | 'report-unreadable'
  | 'run-not-ok'
  /** Answers. */
  | 'answer-missing'
  | 'answer-unreadable'
  | 'answer-heading'
  | 'answer-options'
  | 'answer-columns'
  | 'answer-rows'
  | 'answer-foreign'
  | 'answer-run'
  /** Order within a partition key, from ledger to stream. */
  | 'out-of-order'
  /** Streams against tables. */
  | 'record-unaccounted'
  | 'record-twice'
  | 'row-altered'
  | 'row-not-first'
  /** The stream half's clean tables against the batch half's. */
  | 'differs-from-batch'
  | 'half-missing'

/** One difference: its kind, where it is as far as that applies, and a sentence. */
export interface Difference {
  readonly kind: DifferenceKind
  readonly topic?: string
  readonly partition?: number
  readonly offset?: number
  readonly stream?: string
  readonly shard?: string
  readonly sequenceNumber?: string
  readonly object?: string
  readonly table?: string
  readonly what: string
}

/** Records, except `posts` (posts) and `objects`. A count whose stage was not asked for is 0. */
export interface Counts {
  readonly posts: number
  readonly sent: number
  readonly acknowledged: number
  readonly unknown: number
  readonly failed: number
  /** Lines under `topics/` of the three topics. */
  readonly landed: number
  readonly objects: number
  readonly clean: PerKind
  readonly duplicates: PerKind
  readonly quarantined: PerKind
}

/** `ok` is true when there was something to judge, and no stage that was asked for found a difference. */
export interface Verdict {
  readonly ok: boolean
  readonly stages: readonly Stage[]
  readonly counts: Counts
  readonly differences: readonly Difference[]
}
