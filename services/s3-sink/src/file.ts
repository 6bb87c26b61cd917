import type { OffsetGap } from './gaps.ts'

/** What a file needs to know of a record. */
export interface FileRecord {
  readonly offset: number
  /** The encoded value, without separator. */
  readonly bytes: Buffer
  /** Kafka's record time, epoch ms. */
  readonly timestamp: number
}

const LEAST_GROWTH_BYTES = 4096

/**
 * What a record holds besides its bytes: offset and end, 8 bytes each, in arrays that grow by half;
 * measured 18 to 21.
 */
const RECORD_OVERHEAD_BYTES = 24

/**
 * The records of one file to be, in offset order. The bytes are copied, because a value is a slice of
 * a fetch response that may be ten megabytes long. They are kept until the file is durable, so that
 * records below an offset can still be dropped.
 */
export class OpenFile {
  readonly encodedPartition: string
  /** Whether the file is to be closed at a wall-clock time, epoch ms, whatever it holds. */
  readonly isDue: (now: number) => boolean
  /** Record time of the first record ever added, epoch ms. */
  readonly firstTimestamp: number
  readonly #separator: Buffer
  #buffer: Buffer
  #from = 0
  #to = 0
  #offsets: number[] = []
  #ends: number[] = []
  #gaps: OffsetGap[] = []

  constructor(
    first: FileRecord,
    options: { encodedPartition: string; isDue: (now: number) => boolean; separator: Buffer },
  ) {
    this.encodedPartition = options.encodedPartition
    this.isDue = options.isDue
    this.#separator = options.separator
    this.firstTimestamp = first.timestamp
    this.#buffer = Buffer.allocUnsafe(first.bytes.length + this.#separator.length)
    this.append(first)
  }

  /** Offset of the first record. */
  get start(): number {
    return this.#offsets[0] ?? 0
  }

  /** Offset after the last record. */
  get next(): number {
    return (this.#offsets.at(-1) ?? -1) + 1
  }

  get records(): number {
    return this.#offsets.length
  }

  /** Where its offsets are not contiguous, in order. */
  get gaps(): readonly OffsetGap[] {
    return this.#gaps
  }

  /** Length of the body before compression. */
  get bytes(): number {
    return this.#to - this.#from
  }

  /** Memory of the records, their bytes included. */
  get memoryBytes(): number {
    return this.bytes + this.records * RECORD_OVERHEAD_BYTES
  }

  append({ offset, bytes }: FileRecord): void {
    this.#reserve(bytes.length + this.#separator.length)
    const missing = this.records === 0 ? 0 : offset - this.next
    if (missing > 0) this.#gaps.push({ line: this.records + 1, offsets: missing })
    this.#to += bytes.copy(this.#buffer, this.#to)
    this.#to += this.#separator.copy(this.#buffer, this.#to)
    this.#offsets.push(offset)
    this.#ends.push(this.#to)
  }

  /** The body before compression; valid until the next append. */
  body(): Buffer {
    return this.#buffer.subarray(this.#from, this.#to)
  }

  /** Drops every record below `offset`; the file may be empty afterwards. */
  dropBelow(offset: number): void {
    const kept = this.#offsets.findIndex((at) => at >= offset)
    const dropped = kept === -1 ? this.records : kept
    if (dropped === 0) return
    this.#from = this.#ends[dropped - 1] ?? this.#from
    this.#offsets = this.#offsets.slice(dropped)
    this.#ends = this.#ends.slice(dropped)
    this.#gaps = this.#gaps
      .map(({ line, offsets }) => ({ line: line - dropped, offsets }))
      .filter(({ line }) => line > 1)
  }

  #reserve(bytes: number): void {
    const needed = this.#to + bytes
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2, LEAST_GROWTH_BYTES))
    this.#buffer.copy(larger, 0, 0, this.#to)
    this.#buffer = larger
  }
}
