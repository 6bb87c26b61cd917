import type { Kind } from '@pinpipe/schema'
import { EmulatorError } from '../../src/errors.ts'
import type { RowSource, Rows } from '../../src/rows.ts'

/** Tables of `size` rows with one column, the row's number; the first `down` calls find no database. */
export class FakeSource implements RowSource {
  readonly reads: { kind: Kind; numbers: readonly number[] }[] = []
  readonly #size: number
  #down: number

  constructor(size: number, down = 0) {
    this.#size = size
    this.#down = down
  }

  async size(): Promise<number> {
    this.#answer()
    return this.#size
  }

  async read(kind: Kind, numbers: readonly number[]): Promise<Rows> {
    this.#answer()
    this.reads.push({ kind, numbers })
    return {
      columns: [{ name: 'ind', kind: 'number' }],
      rows: numbers.map((number) => [String(number)]),
    }
  }

  /** The next `calls` calls fail. */
  stop(calls: number): void {
    this.#down = calls
  }

  #answer(): void {
    if (this.#down-- > 0) {
      throw new EmulatorError('SOURCE_UNREACHABLE', 'no database', { retriable: true })
    }
  }
}
