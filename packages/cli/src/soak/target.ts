import type { OperationsSettings } from '@pinpipe/operations'
import type { Case, StreamVerdict } from '@pinpipe/oracle'
import type { JobContext } from '../context.ts'
import type { EmulationOptions, EmulationSummary } from '../system/jobs.ts'

/** What is done to one component, until it serves again. */
export interface Harm {
  readonly component: string
  readonly what: 'kill -9' | 'network cut for 30 s'
  inflict(): Promise<void>
}

/** A running pipeline that a soak run can post to and hurt. */
export interface SoakTarget {
  /** What has to land. */
  readonly operations: OperationsSettings
  readonly jobs: JobContext
  /** In the order in which it is to be done. */
  readonly harms: readonly Harm[]
  emulate(options: Pick<EmulationOptions, 'posts' | 'rate'>): Promise<EmulationSummary>
  /** What the oracle is to read; the ledger is there once `emulate` has ended. */
  readonly evidence: Omit<Case, 'stages'>
  /** Where the streams are fed from the topics. */
  readonly stream?: StreamEnd
  stop(): Promise<void>
}

/** The far end of the stream half. */
export interface StreamEnd {
  /** Waits until what was posted has gone from the topics through the streams into the tables. */
  arrived(posts: number, progress: (text: string) => void): Promise<void>
  judge(): Promise<StreamVerdict>
}
