import { invalidArgument } from './errors.ts'
import { evenRanges } from './hash-range.ts'
import type { Shard } from './shard.ts'
import type { Stream } from './stream.ts'

/**
 * Splits an open shard; the second child starts with `hashKey`.
 * @throws {ServiceError} where a child would have less than the service allows.
 */
export function splitShard(stream: Stream, shard: Shard, hashKey: bigint, nowMs: number): void {
  const { start, end } = shard.range
  if (hashKey <= start + 1n || hashKey >= end)
    throw invalidArgument(
      `NewStartingHashKey ${hashKey} of ${shard.id} must be greater than ${start + 1n} and less than ${end}.`,
    )
  split(stream, shard, hashKey, nowMs)
}

/**
 * Merges two open shards.
 * @throws {ServiceError} where they are not neighbours.
 */
export function mergeShards(stream: Stream, one: Shard, other: Shard, nowMs: number): void {
  const [low, high] = one.range.start < other.range.start ? [one, other] : [other, one]
  if (low.range.end + 1n !== high.range.start)
    throw invalidArgument(`${one.id} and ${other.id} are not adjacent.`)
  stream.replace([one, other], [{ start: low.range.start, end: high.range.end }], nowMs)
}

/**
 * Makes `target` open shards of even ranges by splits and merges, which leave short-lived shards in the lineage
 * where the counts are no multiples. A shard that has its range already stays open.
 * @throws {ServiceError} beyond double or below half the present count.
 */
export function updateShardCount(stream: Stream, target: number, nowMs: number): void {
  const count = stream.open.length
  if (target > 2 * count || target < count / 2)
    throw invalidArgument(
      `TargetShardCount ${target} must be from half to double the ${count} open shards.`,
    )
  const starts = targetStarts(stream, target)
  for (const start of starts) {
    const shard = stream.route(start)
    if (shard.range.start !== start) split(stream, shard, start, nowMs)
  }
  starts.forEach((start, at) => {
    const next = starts[at + 1]
    for (let low = stream.route(start); ; low = stream.route(start)) {
      const high = stream.route(low.range.end + 1n)
      if (high === low || high.range.start === next) break
      mergeShards(stream, low, high, nowMs)
    }
  })
}

/** Bounds that differ by the rounding of `evenRanges` only are kept, so that doubling is one split a shard. */
function targetStarts(stream: Stream, target: number): bigint[] {
  const bounds = stream.open.map(({ range }) => range.start)
  return evenRanges(target).map(({ start }) => {
    const rounding = BigInt(2 * target)
    return bounds.find((bound) => bound - start <= rounding && start - bound <= rounding) ?? start
  })
}

function split(stream: Stream, shard: Shard, at: bigint, nowMs: number): void {
  const { start, end } = shard.range
  stream.replace(
    [shard],
    [
      { start, end: at - 1n },
      { start: at, end },
    ],
    nowMs,
  )
}
