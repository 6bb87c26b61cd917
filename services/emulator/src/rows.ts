import type { Kind } from '@pinpipe/schema'
import type { Column, RowText } from './wire.ts'

/** Rows of one table, in the order in which they were asked for. */
export interface Rows {
  readonly columns: readonly Column[]
  readonly rows: readonly RowText[]
}

/** Where posts come from. Both calls may be repeated after an error that is `retriable`. */
export interface RowSource {
  /** The number of rows of the pin table: rows are numbered from 0 without a gap. */
  size(): Promise<number>
  /**
   * The rows with these numbers; a number may stand twice.
   * @throws {EmulatorError} SOURCE_UNREACHABLE, SOURCE_REFUSED or ROW_MISSING
   */
  read(kind: Kind, numbers: readonly number[]): Promise<Rows>
}
