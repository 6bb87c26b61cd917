/** How many reads are under way or waiting ahead of the posts. */
const READS_AHEAD = 2

/** Hands out a table's rows in the order of the posts, read ahead so that reading sets no rate. */
export class RowFeed {
  readonly #numbers: Uint32Array
  readonly #rowsPerRead: number
  readonly #read: (numbers: readonly number[]) => Promise<readonly Buffer[]>
  readonly #reading: Promise<readonly Buffer[]>[] = []
  readonly #ready: Buffer[] = []
  #next = 0

  /** @param read resolves to one value per number, in order */
  constructor(
    numbers: Uint32Array,
    rowsPerRead: number,
    read: (numbers: readonly number[]) => Promise<readonly Buffer[]>,
  ) {
    this.#numbers = numbers
    this.#rowsPerRead = rowsPerRead
    this.#read = read
  }

  /**
   * The next rows: `count` of them, or fewer at the end.
   * @throws the error of the read that held one of them
   */
  async take(count: number): Promise<Buffer[]> {
    while (this.#ready.length < count) {
      this.#readAhead()
      const read = this.#reading.shift()
      if (!read) break
      this.#ready.push(...(await read))
    }
    this.#readAhead()
    return this.#ready.splice(0, count)
  }

  #readAhead(): void {
    while (this.#reading.length < READS_AHEAD && this.#next < this.#numbers.length) {
      const end = Math.min(this.#next + this.#rowsPerRead, this.#numbers.length)
      const read = this.#read([...this.#numbers.subarray(this.#next, end)])
      // Who takes the rows meets the error; until then it is not an unhandled one.
      read.catch(() => {})
      this.#reading.push(read)
      this.#next = end
    }
  }
}
