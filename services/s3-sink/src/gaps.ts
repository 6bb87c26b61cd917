/** Offsets between two records of a file that are not in it: dead letters, null values, deleted records. */
export interface OffsetGap {
  /** The record after the gap, counted from 1; in JsonFormat its line. */
  readonly line: number
  /** How many offsets are left out before it. */
  readonly offsets: number
}

/**
 * The gaps as a note: `4:1,11:5` says that before line 4 one offset is left out and before line 11
 * five, so that in a file from offset 100 line 3 is offset 102, line 4 is 104 and line 11 is 116.
 * Without gaps it is empty.
 */
export const encodeGaps = (gaps: readonly OffsetGap[]): string =>
  gaps.map(({ line, offsets }) => `${line}:${offsets}`).join(',')
