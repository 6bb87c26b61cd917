import { type Kind, kinds } from '@pinpipe/schema'

/** An event of the stream job, one JSON line of its standard output (spark/README.md). */
export type StreamEvent =
  | { readonly event: 'ready' | 'end' }
  | { readonly event: 'idle'; readonly kind: Kind; readonly at: string }
  | {
      readonly event: 'batch'
      readonly kind: Kind
      readonly records: number
      readonly rows: number
      readonly p50_ms: number
      readonly p95_ms: number
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

/** Adds up what the stream job tells. */
export class StreamTally implements StreamFigures {
  readonly #records: Record<Kind, number> = { pin: 0, geo: 0, user: 0 }
  readonly #idleAt: Record<Kind, number> = { pin: 0, geo: 0, user: 0 }
  readonly #batches: { readonly records: number; readonly p50: number; readonly p95: number }[] = []
  readonly #ready = Promise.withResolvers<void>()
  #waiting: { readonly isMet: () => boolean; readonly resolve: () => void }[] = []
  rows = 0

  get ready(): Promise<void> {
    return this.#ready.promise
  }

  get records(): number {
    return kinds.reduce((sum, kind) => sum + this.#records[kind], 0)
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
    if (event.event === 'ready') this.#ready.resolve()
    if (event.event === 'idle') this.#idleAt[event.kind] = Date.parse(event.at)
    if (event.event === 'batch') {
      const { kind, records, rows, p50_ms: p50, p95_ms: p95 } = event
      this.#records[kind] += records
      this.rows += rows
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
          this.#records[kind] >= posts && this.#idleAt[kind] > time.getTime() + LOOK_AFTER_MS,
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
