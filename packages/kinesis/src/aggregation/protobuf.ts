/** Field tags of the small part of Protocol Buffers that aggregation needs: `field << 3 | wire type`. */
export const VARINT = 0
export const LENGTH_DELIMITED = 2

/** Bytes that a whole number below 2^53 takes as an unsigned varint. */
export function sizeOfVarint(value: number): number {
  let size = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1
  return size
}

/** Writes an unsigned varint at `at`; returns the place after it. */
export function writeVarint(to: Buffer, at: number, value: number): number {
  let rest = value
  while (rest >= 0x80) {
    to[at++] = (rest % 0x80) | 0x80
    rest = Math.floor(rest / 0x80)
  }
  to[at++] = rest
  return at
}
