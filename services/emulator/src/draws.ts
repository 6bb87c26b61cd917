import { DRAWN_ROWS } from '@pinpipe/schema'
import { EmulatorError } from './errors.ts'
import { Mt19937 } from './mt19937.ts'

/** What is asked of a run. */
export interface Asked {
  readonly posts: number
  /** Posts a second, or the original's pace. */
  readonly rate: number | 'original'
  /** Below 2^32; the original's is 100. */
  readonly seed: number
}

/** What the original's loop draws for each post, by the post's number from 0. */
export interface Draws {
  /** Number of the source row. */
  readonly rows: Uint32Array
  /** Seconds to sleep before the post, 0 or 1. */
  readonly sleeps: Uint8Array
}

/**
 * The original's draws: for each post first `randrange(0, 2)` for the sleep, then `randint(0, 11000)`
 * for the row, from one generator. The sleep is drawn at every rate, also where nobody sleeps, so
 * that the rows are the same.
 */
export function seededDraws(posts: number, seed: number): Draws {
  const random = new Mt19937([seed])
  const draws = { rows: new Uint32Array(posts), sleeps: new Uint8Array(posts) }
  for (let post = 0; post < posts; post++) {
    draws.sleeps[post] = random.below(2)
    draws.rows[post] = random.below(DRAWN_ROWS)
  }
  return draws
}

/** Every row of the table once, in the table's order, without a sleep. */
export function everyRow(tableSize: number): Draws {
  return {
    rows: Uint32Array.from({ length: tableSize }, (_, row) => row),
    sleeps: new Uint8Array(tableSize),
  }
}

/**
 * The rows of a run: the original's draws, but every row once in order where as many posts are asked
 * as the table has rows and the pace is not the original's.
 * @throws {EmulatorError} ROW_MISSING when a drawn row is not in the table
 */
export function drawsFor({ posts, rate, seed }: Asked, tableSize: number): Draws {
  if (rate !== 'original' && posts === tableSize) return everyRow(tableSize)
  const draws = seededDraws(posts, seed)
  const missing = draws.rows.find((row) => row >= tableSize)
  if (missing === undefined) return draws
  const remedy =
    tableSize === 0
      ? 'load the source tables'
      : `load at least ${DRAWN_ROWS} rows, or ask for ${tableSize} posts to send every row once`
  throw new EmulatorError(
    'ROW_MISSING',
    `The draws hold row ${missing}, the tables have ${tableSize} rows: ${remedy}`,
    { facts: { row: missing, tableSize } },
  )
}
