import { type Kind, kinds } from '@pinpipe/schema'

/** An event of the stream job, one JSON line of its standard output (spark/README.md). */
export type StreamEvent =
  | { readonly event: 'ready' | 'end' }
  | { readonly event: 'idle'; readonly kind: Kind; readonly at: string }
  | {
      readonly event: 'batch'
      readonly kind: Kind
      readonly records: number
      readonly p50_ms: number
      readonly p95_ms: number
      /** Of the tables, over all runs of the job. */
      readonly total: { readonly records: number; readonly rows: number }
    }

/** Records read, rows inserted, and milliseconds from a record's arrival in Kinesis to its row. */
export interface StreamFigures {
  readonly records: number
  readonly rows: number
  /** Of the batches, weighted by their records; null before the first. */
  readonly p50: number | null
  readonly p95: number | null
}

/** A look at the streams may know shards that are a second old (`shardFetchInterval`). */
const LOOK_AFTER_MS = 1_000

const NONE = { records: 0, rows: 0 }

/** Keeps what the stream job tells. A batch that was cut by a kill is told again by the next run, so only totals count. */
export class StreamTally implements StreamFigures {
  readonly #totals: Record<Kind, typeof NONE> = { pin: NONE, geo: NONE, user: NONE }
  readonly #idleAt: Record<Kind, number> = { pin: 0, geo: 0, user: 0 }
  readonly #batches: { readonly records: number; readonly p50: number; readonly p95: number }[] = []
  #waiting: { readonly isMet: () => boolean; readonly resolve: () => void }[] = []

  get records(): number {
    return kinds.reduce((sum, kind) => sum + this.#totals[kind].records, 0)
  }

  get rows(): number {
    return kinds.reduce((sum, kind) => sum + this.#totals[kind].rows, 0)
  }

  get p50(): number | null {
    return weightedPercentile(
      this.#batches.map(({ records, p50 }) => [p50, records]),
      0.5,
    )
  }

  get p95(): number | null {
    return weightedPercentile(
      this.#batches.map(({ records, p95 }) => [p95, records]),
      0.95,
    )
  }

  hear(event: StreamEvent): void {
    if (event.event === 'idle') this.#idleAt[event.kind] = Date.parse(event.at)
    if (event.event === 'batch') {
      const { kind, records, total, p50_ms: p50, p95_ms: p95 } = event
      this.#totals[kind] = total
      this.#batches.push({ records, p50, p95 })
    }
    const met = this.#waiting.filter(({ isMet }) => isMet())
    this.#waiting = this.#waiting.filter((each) => !met.includes(each))
    for (const { resolve } of met) resolve()
  }

  /** Resolves when each kind has had `posts` records, and a look after `time` has found nothing new. */
  caughtUp(time: Date, posts: number): Promise<void> {
    const isMet = () =>
      kinds.every(
        (kind) =>
          this.#totals[kind].records >= posts &&
          this.#idleAt[kind] > time.getTime() + LOOK_AFTER_MS,
      )
    return new Promise((resolve) => this.#waiting.push({ isMet, resolve }))
  }
}

/** The least value that a share of all weight does not exceed; null without values. */
export function weightedPercentile(
  values: readonly (readonly [value: number, weight: number])[],
  share: number,
): number | null {
  const sorted = values.toSorted(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0)
  let below = 0
  for (const [value, weight] of sorted) {
    below += weight
    if (below >= share * total) return value
  }
  return null
}
