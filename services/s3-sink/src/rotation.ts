import type { OpenFile } from './file.ts'

/** Why a file was closed; the label of the flush counters. */
export type FlushCause = 'size' | 'bytes' | 'gaps' | 'schedule' | 'memory' | 'shutdown'

/** When a file is full. */
export interface FileLimits {
  /** `flush.size`: records. */
  readonly records: number
  /** Bytes before compression; a single record above it still makes a file of its own. */
  readonly bytes: number
}

/**
 * Gaps of a file after which it is closed, because S3 takes 2 KB of user metadata an object. A gap is
 * two numbers of up to 16 digits and two separators, 34 bytes: 50 of them fit beside the other notes,
 * which take no more than 170 with their names.
 */
export const MOST_GAPS = 50

/** The cause that closes `file` after a record was added, if any. */
export function fullCause(file: OpenFile, limits: FileLimits): FlushCause | undefined {
  if (file.records >= limits.records) return 'size'
  if (file.bytes >= limits.bytes) return 'bytes'
  return file.gaps.length >= MOST_GAPS ? 'gaps' : undefined
}

/** Gives the wall-clock time, in epoch ms, at which a file opened at `now` is closed. */
export type Schedule = (now: number) => number

/** No scheduled rotation. */
export const noSchedule: Schedule = () => Number.POSITIVE_INFINITY

/**
 * `rotate.schedule.interval.ms`: multiples of the interval since local midnight, strictly later than
 * `now`, and at the latest the next local midnight.
 * @param timezone IANA name or ±hh:mm, as Intl takes it
 */
export function createSchedule(intervalMs: number, timezone: string): Schedule {
  const day = localDays(timezone)
  return (now) => {
    const { start, end } = day(now)
    return Math.min(start + (Math.floor((now - start) / intervalMs) + 1) * intervalMs, end)
  }
}

/**
 * Tells when a file that was opened at `opened` is due: at its scheduled time, and at once when the
 * clock was set back, so that a jump of the clock cannot keep a file open.
 */
export function dueFrom(schedule: Schedule, opened: number): (now: number) => boolean {
  const deadline = schedule(opened)
  return (now) => now >= deadline || schedule(now) < deadline
}

interface Day {
  readonly start: number
  readonly end: number
}

/** No local day is longer, changes of the zone's offset included. */
const DAY_REACH_MS = 50 * 3_600_000

/** Finds the local day around an instant by halving; the last day is kept, as the clock asks again. */
function localDays(timezone: string): (now: number) => Day {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' })
  let known: Day = { start: 0, end: 0 }
  return (now) => {
    if (now < known.start || now >= known.end) {
      const date = format.format(now)
      const isSameDay = (at: number) => format.format(at) === date
      const start = firstWhere(now - DAY_REACH_MS, now, isSameDay)
      const end = firstWhere(now, now + DAY_REACH_MS, (at) => !isSameDay(at))
      known = { start, end }
    }
    return known
  }
}

/** The first whole number in (low, high] for which `holds`, given that it holds at `high` and not at `low`. */
function firstWhere(low: number, high: number, holds: (at: number) => boolean): number {
  let [before, after] = [low, high]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (holds(middle)) after = middle
    else before = middle
  }
  return after
}
