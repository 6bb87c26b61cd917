import { hash } from 'node:crypto'

/** The highest hash of a key: 2^128 - 1. */
export const MAX_HASH_KEY = (1n << 128n) - 1n

/** Where a partition key falls among the shards: the MD5 of its UTF-8 bytes as an unsigned number. */
export function hashKey(partitionKey: string): bigint {
  return BigInt(`0x${hash('md5', partitionKey)}`)
}

/** Reads an explicit hash key, decimal from 0 to 2^128 - 1; undefined when it is none. */
export function parseHashKey(text: string): bigint | undefined {
  if (!/^(0|[1-9][0-9]{0,38})$/.test(text)) return undefined
  const value = BigInt(text)
  return value <= MAX_HASH_KEY ? value : undefined
}
