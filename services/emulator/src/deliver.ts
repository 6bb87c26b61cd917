import { type RetryPolicy, type Timing, withRetry } from '@pinpipe/delivery'
import { EmulatorError } from './errors.ts'
import type { Events } from './events.ts'
import type { Outcomes, WireRecord } from './outcomes.ts'
import type { Failure, Target } from './target.ts'

/** What delivering needs. */
export interface Delivery {
  readonly target: Target
  readonly outcomes: Outcomes
  readonly events: Events
  readonly policy: RetryPolicy
  readonly timing: Timing
}

/** Records of one request that are to be sent again; `failure` is the first one's. */
class Pending extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/**
 * Sends the records of one topic until each is acknowledged, or refused for good, or the retry time
 * is over. Only the records that failed are sent again, so a record that is retried is stored after
 * the later ones of its batch; the next batch starts when this one is settled.
 * @throws {EmulatorError} NOT_DELIVERED when a record was not acknowledged
 * @throws the signal's reason when it aborts before the first attempt or between two
 */
export async function deliver(
  records: readonly WireRecord[],
  delivery: Delivery,
  signal: AbortSignal,
): Promise<void> {
  const batch = new Batch(records, delivery)
  try {
    await withRetry((retry) => batch.attempt(retry + 1), {
      policy: delivery.policy,
      timing: delivery.timing,
      signal,
      decide: (error) =>
        error instanceof Pending
          ? { retry: true, afterMs: error.failure.afterMs ?? 0 }
          : { retry: false },
      onRetry: (error, _retry, waitMs) => batch.retrying(error, waitMs),
    })
  } catch (error) {
    batch.giveUp(error)
    if (!(error instanceof Pending)) throw error
  }
  if (batch.lost) throw batch.lost
}

class Batch {
  readonly #delivery: Delivery
  #pending: readonly WireRecord[]
  #attempts = 0
  lost: EmulatorError | undefined

  constructor(records: readonly WireRecord[], delivery: Delivery) {
    this.#pending = records
    this.#delivery = delivery
  }

  async attempt(attempt: number): Promise<void> {
    const { target, outcomes, events } = this.#delivery
    const sent = this.#pending
    const [first] = sent
    if (!first) return
    outcomes.sending(sent, attempt)
    this.#attempts = attempt
    const results = await target.send(first.kind, sent)
    outcomes.settled(sent, results, attempt)
    const failures = new Map<WireRecord, Failure>()
    sent.forEach((record, at) => {
      const result = results[at]
      if (result && 'failure' in result) failures.set(record, result.failure)
    })
    this.#pending = sent.filter((record) => failures.get(record)?.retriable)
    for (const [record, failure] of failures) if (!failure.retriable) this.#lose([record], failure)
    const [again] = this.#pending
    if (again) throw new Pending(failures.get(again) as Failure)
    events.recovered(first.topic)
  }

  retrying(error: unknown, waitMs: number): void {
    const { failure } = error as Pending
    const topic = this.#pending[0]?.topic ?? ''
    this.#delivery.events.retrying(topic, `${failure.code}: ${failure.message}`, waitMs)
  }

  /** After the last attempt; records that were never sent are nobody's loss. */
  giveUp(error: unknown): void {
    if (this.#attempts === 0) return
    this.#lose(this.#pending, error instanceof Pending ? error.failure : STOPPED)
  }

  #lose(records: readonly WireRecord[], failure: Pick<Failure, 'code' | 'message'>): void {
    const [first] = records
    if (!first) return
    this.#delivery.outcomes.gaveUp(records, failure)
    this.lost ??= new EmulatorError(
      'NOT_DELIVERED',
      `${first.kind} row ${first.row} (post ${first.post}) was not delivered to ${first.topic}: ${failure.code} ${failure.message}`,
      { facts: { kind: first.kind, row: first.row, post: first.post, code: failure.code } },
    )
  }
}

const STOPPED = { code: 'stopped', message: 'the run was stopped before the record was taken' }
