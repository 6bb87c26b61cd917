import type { UserRecord } from '../aggregation/format.ts'
import { type KinesisError, kinesisError } from '../errors.ts'
import type { Lane } from './lane.ts'

/** Where a user's record is: `subSequenceNumber` is its place where it was stored in an aggregate. */
export interface PutReceipt {
  readonly shardId: string
  readonly sequenceNumber: string
  readonly subSequenceNumber?: number
}

/** What became of a record. */
export type PutOutcome = PutReceipt | { readonly error: KinesisError }

/** A record that was accepted and has no outcome yet. */
export class Pending {
  readonly record: UserRecord
  readonly lane: Lane
  readonly hash: bigint
  /** Of data and key, as Kinesis counts them. */
  readonly bytes: number
  readonly acceptedAt: number
  /** Time, by `Timing.now`, after which it is not sent again. */
  readonly deadline: number
  readonly outcome: Promise<PutOutcome>
  readonly settle: (outcome: PutOutcome) => void
  /** A request that holds it is on its way. */
  inFlight = false
  settled = false
  /** Why the last attempt failed. */
  lastError: KinesisError | undefined
  /** An attempt may have stored it. */
  maybeStored = false

  /** Kinesis records that a request with it may hold; fewer after such a request was found malformed. */
  groupLimit = Number.POSITIVE_INFINITY

  constructor(record: UserRecord, place: { lane: Lane; hash: bigint; bytes: number }, ttl: Ttl) {
    this.record = record
    this.lane = place.lane
    this.hash = place.hash
    this.bytes = place.bytes
    this.acceptedAt = ttl.from
    this.deadline = ttl.from + ttl.ms
    const { promise, resolve } = Promise.withResolvers<PutOutcome>()
    this.outcome = promise
    this.settle = resolve
  }

  /** The outcome of a record that is given up for `error`: what may be stored is not called lost. */
  failure(error: KinesisError): PutOutcome {
    if (!this.maybeStored || error.outcomeUnknown) return { error }
    return {
      error: kinesisError(
        'KINESIS_OUTCOME_UNKNOWN',
        'An earlier attempt had no clear answer: the record may or may not be stored.',
        { cause: this.lastError ?? error },
      ),
    }
  }
}

/** A time to live from a time on, both in milliseconds. */
export interface Ttl {
  readonly from: number
  readonly ms: number
}
