/** A record as a shard keeps it. */
export interface LogRecord {
  readonly sequenceNumber: string
  readonly partitionKey: string
  /** In base64, as it came and as it goes out. */
  readonly data: string
  /** Epoch milliseconds. */
  readonly arrivedAt: number
  /** Of the data and of the partition key in UTF-8. */
  readonly bytes: number
}

/** The most that one read takes: GetRecords' quotas are 10,000 records and 10 MiB. */
export interface ReadLimit {
  readonly records: number
  readonly bytes: number
}

/**
 * A shard's records in order. A position counts records from the shard's first, trimmed ones included, so that it
 * stays valid when the log is trimmed.
 */
export class RecordLog {
  #records: LogRecord[] = []
  #trimmed = 0

  append(record: LogRecord): void {
    this.#records.push(record)
  }

  /** Drops what arrived before `ms`. */
  trim(ms: number): void {
    const oldest = this.#records[0]
    if (oldest === undefined || oldest.arrivedAt >= ms) return
    const kept = this.positionAtTime(ms)
    this.#records = this.#records.slice(kept - this.#trimmed)
    this.#trimmed = kept
  }

  get all(): readonly LogRecord[] {
    return this.#records
  }

  /** Of the oldest record that is kept. */
  get start(): number {
    return this.#trimmed
  }

  /** Of the next record to come. */
  get end(): number {
    return this.#trimmed + this.#records.length
  }

  /** Of the first record from this sequence number on. */
  positionAt(sequenceNumber: string): number {
    return this.#first((record) => record.sequenceNumber >= sequenceNumber)
  }

  /** Of the first record after this sequence number. */
  positionAfter(sequenceNumber: string): number {
    return this.#first((record) => record.sequenceNumber > sequenceNumber)
  }

  /** Of the first record that arrived at `ms` or later. */
  positionAtTime(ms: number): number {
    return this.#first((record) => record.arrivedAt >= ms)
  }

  /** When the record at this position arrived; undefined at the end. */
  arrivalAt(position: number): number | undefined {
    return this.#records[position - this.#trimmed]?.arrivedAt
  }

  /** Records from `position` (or from the oldest kept, when that is later); at least one when there is one. */
  read(position: number, limit: ReadLimit): { records: LogRecord[]; next: number; bytes: number } {
    const from = Math.max(position - this.#trimmed, 0)
    const last = Math.min(from + limit.records, this.#records.length)
    let bytes = 0
    let to = from
    while (to < last) {
      const size = (this.#records[to] as LogRecord).bytes
      if (to > from && bytes + size > limit.bytes) break
      bytes += size
      to++
    }
    return { records: this.#records.slice(from, to), next: this.#trimmed + to, bytes }
  }

  /** The position of the first record that `reached` holds for; it must hold for all after that one. */
  #first(reached: (record: LogRecord) => boolean): number {
    let low = 0
    let high = this.#records.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (reached(this.#records[middle] as LogRecord)) high = middle
      else low = middle + 1
    }
    return this.#trimmed + low
  }
}
