import { hash } from 'node:crypto'

/** A shard's part of the hash keys 0 … 2^128-1; both ends belong to it. */
export interface HashRange {
  readonly start: bigint
  readonly end: bigint
}

/** How many hash keys there are. */
export const HASH_KEYS = 2n ** 128n

/** The hash key of a record: MD5 of its partition key in UTF-8, as an unsigned number. */
export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${hash('md5', partitionKey, 'hex')}`)
}

/** `count` (at least 1) ranges of ⌊2^128/count⌋ hash keys; the last one takes the rest too. */
export function evenRanges(count: number): HashRange[] {
  const size = HASH_KEYS / BigInt(count)
  return Array.from({ length: count }, (_, at) => ({
    start: BigInt(at) * size,
    end: at === count - 1 ? HASH_KEYS - 1n : BigInt(at + 1) * size - 1n,
  }))
}
