const SEED = 0x9747b28c
const M = 0x5bd1e995
const R = 24

/** MurmurHash2 as Kafka's Java client computes it: 32 bits, signed, bytes taken little-endian. */
export function murmur2(data: Uint8Array): number {
  const tail = data.length & ~3
  let h = SEED ^ data.length
  for (let at = 0; at < tail; at += 4) {
    const word =
      byte(data, at) |
      (byte(data, at + 1) << 8) |
      (byte(data, at + 2) << 16) |
      (byte(data, at + 3) << 24)
    let k = Math.imul(word, M)
    k ^= k >>> R
    h = Math.imul(h, M) ^ Math.imul(k, M)
  }
  const left = data.length - tail
  if (left === 3) h ^= byte(data, tail + 2) << 16
  if (left >= 2) h ^= byte(data, tail + 1) << 8
  if (left >= 1) h = Math.imul(h ^ byte(data, tail), M)
  h = Math.imul(h ^ (h >>> 13), M)
  return h ^ (h >>> 15)
}

const byte = (data: Uint8Array, at: number): number => data[at] as number

/** The partition that Java's client gives a record with this key, so that both agree on where it lies. */
export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount
}

/** Where records without a key go: all to one partition until `rotate`, so that batches fill. */
export class StickyPartitions {
  readonly #current = new Map<string, { readonly partition: number; full: boolean }>()
  readonly #random: () => number

  /** @param random a draw from [0, 1) */
  constructor(random: () => number) {
    this.#random = random
  }

  /** The topic's present partition; another one of `available` (not empty) when it is full or gone. */
  get(topic: string, available: readonly number[]): number {
    const current = this.#current.get(topic)
    if (current && !current.full && available.includes(current.partition)) return current.partition
    const others = available.filter((partition) => partition !== current?.partition)
    const from = others.length > 0 ? others : available
    const partition = from[Math.floor(this.#random() * from.length)] as number
    this.#current.set(topic, { partition, full: false })
    return partition
  }

  /** Says that a batch of `partition` has been closed: the next record without a key goes elsewhere. */
  rotate(topic: string, partition: number): void {
    const current = this.#current.get(topic)
    if (current?.partition === partition) current.full = true
  }
}
