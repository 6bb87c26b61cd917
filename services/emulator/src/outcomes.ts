import { hash } from 'node:crypto'
import { type Kind, kinds } from '@pinpipe/schema'
import type { Events } from './events.ts'
import type { Ledger, LedgerLine, RecordIdentity } from './ledger.ts'
import type { Failure, Outcome } from './target.ts'

/** A record on its way: its identity and its bytes. */
export interface WireRecord extends RecordIdentity {
  readonly value: Buffer
}

/** Names a value; `post` and `row` from 0. */
export function wireRecord(
  about: { kind: Kind; topic: string; post: number; row: number },
  value: Buffer,
): WireRecord {
  return { ...about, value, sha256: hash('sha256', value) }
}

/** Records the outcome of every attempt: in the ledger, in the events and in the run's counts. */
export class Outcomes {
  readonly #ledger: Ledger
  readonly #events: Events
  readonly #acknowledged: Record<Kind, number> = { pin: 0, geo: 0, user: 0 }
  /** All in records, `unknown` and `retries` in attempts of records. */
  readonly counts = { sent: 0, acknowledged: 0, unknown: 0, failed: 0, retries: 0, bytes: 0 }

  constructor(ledger: Ledger, events: Events) {
    this.#ledger = ledger
    this.#events = events
  }

  /** Posts of which all three records are acknowledged. */
  get posts(): number {
    return Math.min(...kinds.map((kind) => this.#acknowledged[kind]))
  }

  /** Before a request: what it will hold. `attempt` from 1. */
  sending(records: readonly WireRecord[], attempt: number): void {
    this.counts[attempt === 1 ? 'sent' : 'retries'] += records.length
    if (attempt === 1)
      this.counts.bytes += records.reduce((sum, { value }) => sum + value.length, 0)
    this.#ledger.write(
      records.map((record) => ({ type: 'sent', attempt, ...identity(record) }) as const),
    )
  }

  /** After a request: one outcome per record, in the order of the records. */
  settled(records: readonly WireRecord[], outcomes: readonly Outcome[], attempt: number): void {
    const lines = records.flatMap((record, at) => lineOf(record, outcomes[at], attempt))
    this.#ledger.write(lines)
    const [first] = records
    const acknowledged = lines.filter(({ type }) => type === 'ack').length
    if (first && acknowledged > 0) {
      this.counts.acknowledged += acknowledged
      this.#acknowledged[first.kind] += acknowledged
      this.#events.acknowledged(first.topic, acknowledged, this.posts)
    }
    for (const line of lines) {
      if (line.type !== 'unknown') continue
      this.counts.unknown += 1
      this.#events.unknown(line.topic, line.reason)
    }
  }

  /** Records that will not be sent again. */
  gaveUp(
    records: readonly WireRecord[],
    { code, message }: Pick<Failure, 'code' | 'message'>,
  ): void {
    this.counts.failed += records.length
    const failed = { type: 'failed', error_code: code, error: message } as const
    this.#ledger.write(records.map((record) => ({ ...failed, ...identity(record) })))
    const [first] = records
    if (first) this.#events.failed(first, code, records.length)
  }

  end(posts: number, seconds: number): void {
    const { sent, acknowledged, unknown, failed } = this.counts
    this.#ledger.write([{ type: 'end', posts, sent, acknowledged, unknown, failed, seconds }])
  }
}

function lineOf(record: WireRecord, outcome: Outcome | undefined, attempt: number): LedgerLine[] {
  if (outcome && 'place' in outcome) {
    return [{ type: 'ack', ...identity(record), ...outcome.place, attempts: attempt }]
  }
  if (!outcome?.failure.unknown) return []
  return [{ type: 'unknown', ...identity(record), reason: String(outcome.failure.code), attempt }]
}

const identity = ({ kind, row, post, topic, sha256 }: WireRecord): RecordIdentity => ({
  kind,
  row,
  post,
  topic,
  sha256,
})
