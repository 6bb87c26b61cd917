import type { StreamVerdict, Verdict } from '@pinpipe/oracle'
import type { StreamFigures } from '../system/stream-tally.ts'

/** Counts of the three kinds of record. */
export interface PerKind {
  readonly pin: number
  readonly geo: number
  readonly user: number
}

/** One answer of the batch job: `rows` are cells in the order of `columns`. */
export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** The stream half: records posted to the streams or to the topics that feed them; milliseconds from arrival in Kinesis to a row. */
export interface StreamPart {
  readonly sent: number
  /** Records in the streams beyond those that were acknowledged. */
  readonly resent: number
  readonly rows: PerKind
  readonly duplicates: PerKind
  readonly quarantined: PerKind
  readonly p50_ms: number | null
  readonly p95_ms: number | null
}

/**
 * What `npm start -- --json` prints (architecture, contracts): `posts` counts posts, the rest records; a
 * half that did not run is null. Where only the stream ran, sent to unknown are what it was sent.
 */
export interface StartDocument {
  readonly posts: number
  readonly sent: number
  readonly acknowledged: number
  readonly unknown: number
  readonly landed: number | null
  readonly objects: number | null
  readonly clean: PerKind | null
  readonly duplicates: PerKind | null
  readonly quarantined: PerKind | null
  readonly stream: StreamPart | null
  readonly answers: Readonly<Record<string, Answer>> | null
  /** Seconds of each step, by its name. */
  readonly seconds: Readonly<Record<string, number>>
  readonly ok: boolean
}

/** What is known at the end of a run; a half that did not run is null. */
export interface Outcome {
  readonly posts: number
  readonly batch: {
    readonly verdict: Verdict
    readonly answers: Readonly<Record<string, Answer>>
  } | null
  readonly stream: { readonly verdict: StreamVerdict; readonly figures: StreamFigures } | null
}

export function documentOf(
  { posts, batch, stream }: Outcome,
  seconds: Readonly<Record<string, number>>,
): StartDocument {
  const feed = batch?.verdict.counts ?? stream?.verdict.counts
  const counts = batch?.verdict.counts
  return {
    posts,
    sent: feed?.sent ?? 0,
    acknowledged: feed?.acknowledged ?? 0,
    unknown: feed?.unknown ?? 0,
    landed: counts?.landed ?? null,
    objects: counts?.objects ?? null,
    clean: counts?.clean ?? null,
    duplicates: counts?.duplicates ?? null,
    quarantined: counts?.quarantined ?? null,
    stream: stream && partOf(stream),
    answers: batch?.answers ?? null,
    seconds: { ...seconds },
    ok: [batch, stream].every((half) => half?.verdict.ok ?? true),
  }
}

function partOf({ verdict: { counts }, figures }: NonNullable<Outcome['stream']>): StreamPart {
  const { sent, resent, rows, duplicates, quarantined } = counts
  const { p50: p50_ms, p95: p95_ms } = figures
  return { sent, resent, rows, duplicates, quarantined, p50_ms, p95_ms }
}
