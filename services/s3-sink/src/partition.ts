import type { ConsumedRecord, RecordBatch, TopicPartition } from '@pinpipe/kafka'
import type { FileRecord, OpenFile } from './file.ts'
import { type Covered, frontier } from './frontier.ts'
import { recordRefused } from './refused.ts'
import { type FileLimits, type FlushCause, fullCause } from './rotation.ts'
import type { ProblemCode, RecordProblem, Routed } from './route.ts'
import type { Settlement } from './settle.ts'
import { WaitingLetters } from './waiting-letters.ts'

/** What a partition's writer works with; all of it is shared by the partitions. */
export interface WriterParts {
  readonly limits: FileLimits
  route(record: ConsumedRecord): Routed
  open(at: TopicPartition, first: FileRecord): OpenFile
  put(at: TopicPartition, file: OpenFile, signal: AbortSignal): Promise<Settlement>
  /** Resolves when the dead letter is acknowledged. */
  deadLetter(
    at: TopicPartition,
    record: ConsumedRecord,
    problem: RecordProblem,
    signal: AbortSignal,
  ): Promise<void>
  /** A file was closed, became durable, or a dead letter was acknowledged. */
  onProgress(): void
  onFlush(at: TopicPartition, file: OpenFile, cause: FlushCause): void
  onSkip(at: TopicPartition, code: ProblemCode, records: number, first: number): void
  /** The writer cannot go on. */
  onFailure(error: unknown): void
}

/**
 * Writes one assigned partition for as long as `signal` is not aborted. Files are put one after
 * another: a later one never becomes durable before an earlier one, so that the objects of a partition
 * form a chain in which each begins where the one before it ends.
 */
export class PartitionWriter {
  readonly at: TopicPartition
  readonly #parts: WriterParts
  readonly #signal: AbortSignal
  #open: OpenFile | undefined
  /** Closed files in order; the first is being put. */
  #closed: OpenFile[] = []
  #closedBytes = 0
  /** What is in the bucket, as far as it reaches above the frontier. */
  #objects: Covered[] = []
  readonly #deadLetters = new WaitingLetters()
  /** The offset after the last record looked at. */
  #next: number | undefined
  /** Records below it are in the bucket already, put there by another writer. */
  #resumeAt = 0
  /** No further record is taken. */
  #halted = false
  /** No further file can be put. */
  #stuck = false
  #putting = false

  constructor(at: TopicPartition, parts: WriterParts, signal: AbortSignal) {
    this.at = at
    this.#parts = parts
    this.#signal = signal
  }

  /** The offset that may be committed; undefined before the first batch. */
  get frontier(): number | undefined {
    if (this.#next === undefined) return undefined
    const oldest = this.#closed[0] ?? this.#open
    const letter = this.#deadLetters.oldest
    return frontier({
      files: oldest ? [oldest.start] : [],
      deadLetters: letter ? [letter.offset] : [],
      objects: this.#objects,
      next: this.#next,
    })
  }

  /** Memory of the open file's records. */
  get openBytes(): number {
    return this.#open?.memoryBytes ?? 0
  }

  /** Memory of what waits for the bucket or the dead-letter topic. */
  get waitingBytes(): number {
    return this.#closedBytes + this.#deadLetters.bytes
  }

  /** Nothing waits for the bucket or the dead-letter topic, or it waits in vain. */
  get isIdle(): boolean {
    return this.#stuck || (this.#closed.length === 0 && this.#deadLetters.size === 0)
  }

  get hasOpenFile(): boolean {
    return this.#open !== undefined
  }

  /** Record time, epoch ms, of the oldest record that is not durable. */
  get oldestTimestamp(): number | undefined {
    const file = (this.#closed[0] ?? this.#open)?.firstTimestamp
    const letter = this.#deadLetters.oldest?.timestamp
    return letter === undefined || file === undefined ? (letter ?? file) : Math.min(letter, file)
  }

  /** Takes the records in; what is below the last offset seen was delivered before and is passed over. */
  accept({ records, next }: RecordBatch): void {
    const skipped = new Map<ProblemCode, { records: number; first: number }>()
    for (const record of records) {
      if (this.#halted) break
      if (this.#next !== undefined && record.offset < this.#next) continue
      this.#next = record.offset
      const code = this.#take(record)
      if (!code) continue
      const { records: before = 0, first = record.offset } = skipped.get(code) ?? {}
      skipped.set(code, { records: before + 1, first })
    }
    for (const [code, { records, first }] of skipped)
      this.#parts.onSkip(this.at, code, records, first)
    if (!this.#halted) this.#next = Math.max(next, this.#next ?? 0)
  }

  /** Closes the open file if its scheduled time has come. */
  rotateDue(now: number): void {
    if (this.#open?.isDue(now)) this.rotate('schedule')
  }

  /** Closes the open file, if there is one, and puts it when its turn comes. */
  rotate(cause: FlushCause): void {
    const file = this.#open
    if (!file) return
    this.#open = undefined
    this.#closed.push(file)
    this.#closedBytes += file.memoryBytes
    this.#parts.onFlush(this.at, file, cause)
    if (!this.#putting && !this.#stuck) void this.#putAll()
  }

  #take(record: ConsumedRecord): ProblemCode | undefined {
    const routed = this.#parts.route(record)
    switch (routed.to) {
      case 'file':
        if (record.offset >= this.#resumeAt) this.#append({ ...record, bytes: routed.bytes })
        return
      case 'dead-letter':
        this.#sendDeadLetter(record, routed.problem)
        return routed.problem.code
      case 'nowhere':
        return routed.problem.code
      case 'stop':
        this.#halt(recordRefused(this.at, record.offset, routed.problem))
    }
    return undefined
  }

  #append(record: FileRecord): void {
    if (this.#open) this.#open.append(record)
    else this.#open = this.#parts.open(this.at, record)
    const cause = fullCause(this.#open, this.#parts.limits)
    if (cause) this.rotate(cause)
  }

  #sendDeadLetter(record: ConsumedRecord, problem: RecordProblem): void {
    const acknowledged = this.#deadLetters.add(record)
    this.#parts.deadLetter(this.at, record, problem, this.#signal).then(
      () => {
        acknowledged()
        this.#parts.onProgress()
      },
      (error: unknown) => this.#halt(error),
    )
  }

  /** The epoch guard: once the signal is aborted nothing is put, and no result counts. */
  async #putAll(): Promise<void> {
    this.#putting = true
    try {
      for (let file = this.#closed[0]; file && !this.#signal.aborted; file = this.#closed[0]) {
        const { start } = file
        const { next, by } = await this.#parts.put(this.at, file, this.#signal)
        this.#objects.push({ start, next })
        if (by === 'created') this.#closedBytes -= this.#closed.shift()?.memoryBytes ?? 0
        else this.#resume(next)
        const { frontier = 0 } = this
        this.#objects = this.#objects.filter((object) => object.next > frontier)
        this.#parts.onProgress()
      }
    } catch (error) {
      this.#stuck = true
      this.#halt(error)
      this.#parts.onProgress()
    } finally {
      this.#putting = false
    }
  }

  /** Goes on after an object that another writer, or an earlier attempt, has put. */
  #resume(next: number): void {
    this.#resumeAt = Math.max(this.#resumeAt, next)
    for (const file of this.#closed) file.dropBelow(next)
    this.#open?.dropBelow(next)
    this.#closed = this.#closed.filter(({ records }) => records > 0)
    this.#closedBytes = this.#closed.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
    if (this.#open?.records === 0) this.#open = undefined
  }

  #halt(error: unknown): void {
    if (this.#signal.aborted) return
    this.#halted = true
    this.#parts.onFailure(error)
  }
}
