/** Bytes that `value` (32 bits, signed) takes as a zigzag varint, 1 to 5. */
export function sizeOfVarint(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0
  if (zigzag < 0x80) return 1
  if (zigzag < 0x4000) return 2
  if (zigzag < 0x200000) return 3
  return zigzag < 0x10000000 ? 4 : 5
}

/** Writes `value` (32 bits, signed) as a zigzag varint at `at`; returns the place after it. */
export function writeVarint(to: Buffer, at: number, value: number): number {
  let zigzag = ((value << 1) ^ (value >> 31)) >>> 0
  while (zigzag >= 0x80) {
    to[at++] = (zigzag & 0x7f) | 0x80
    zigzag >>>= 7
  }
  to[at++] = zigzag
  return at
}

/** Bytes that a nullable byte string takes with its length before it. */
export function bytesLength(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length
}

/** Writes a nullable byte string with its length before it; returns the place after it. */
export function writeBytes(to: Buffer, at: number, bytes: Uint8Array | null): number {
  if (bytes === null) return writeVarint(to, at, -1)
  const start = writeVarint(to, at, bytes.length)
  to.set(bytes, start)
  return start + bytes.length
}
