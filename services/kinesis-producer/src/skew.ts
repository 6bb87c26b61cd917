/** How unevenly an interval's records fell on a stream's shards. */
export interface Skew {
  readonly busiest: string
  /** The busiest shard's share of the records, 0 to 1. */
  readonly share: number
  /** Open shards that got less than a quarter of an even share. */
  readonly idle: number
  /** One shard took most while others idled, in an interval with records enough to tell. */
  readonly hot: boolean
}

const HOT_SHARE = 1 / 2
const IDLE_SHARE = 1 / 4
/** With fewer records, chance alone makes shards uneven. */
const LEAST_RECORDS = 100

/**
 * @param records stored in the interval, by shard; shards without any may be missing
 * @param openShards shards that take records
 * @returns undefined for an interval without records
 */
export function skewOf(records: ReadonlyMap<string, number>, openShards: number): Skew | undefined {
  const total = [...records.values()].reduce((sum, count) => sum + count, 0)
  const [top] = [...records].sort(([, a], [, b]) => b - a)
  if (!top || total === 0) return undefined
  const even = total / openShards
  const used = [...records.values()].filter((count) => count >= even * IDLE_SHARE).length
  const idle = Math.max(0, openShards - used)
  const share = top[1] / total
  return {
    busiest: top[0],
    share,
    idle,
    hot: total >= LEAST_RECORDS && share > HOT_SHARE && idle > 0,
  }
}
