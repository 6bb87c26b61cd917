import { withRetry } from '@pinpipe/delivery'
import { CodedError } from '@pinpipe/runtime'
import type { Kind } from '@pinpipe/schema'
import { type Delivery, deliver } from './deliver.ts'
import { type Asked, type Draws, drawsFor } from './draws.ts'
import { type Lane, lanesInTurn, oneLane } from './lanes.ts'
import { type WireRecord, wireRecord } from './outcomes.ts'
import { RowFeed } from './row-feed.ts'
import type { RowSource } from './rows.ts'
import { fixedRate, originalPace } from './schedule.ts'
import { type Report, summarise } from './summary.ts'
import { encodeRow, splitBatches } from './wire.ts'

/** The parts of a run. */
export interface Emulation extends Delivery {
  readonly asked: Asked
  readonly source: RowSource
  /** Aborts the run between requests, with an error as its reason. */
  readonly signal: AbortSignal
}

/** Values of one request: well below the usual limits of 1 MiB a body and a message batch. */
const REQUEST_LIMITS = { maxRecords: 500, maxBytes: 512 * 1024 }

/** One query reads a second's rows ahead, at most this many. */
const MAX_ROWS_PER_READ = 500

/**
 * Draws the posts, reads the row of each table, shapes it, sends it and records the outcome.
 * A post goes as pin, then geo, then user, each when the one before is acknowledged. At the
 * original's pace one post goes at a time; at other rates each topic has a lane of its own with one
 * request in flight, which takes the posts as the lane before has delivered them, so that every
 * topic keeps the order of the posts. The first record that is not delivered ends the run.
 * @returns what was done, and why the run ended early if it did
 */
export async function emulate(run: Emulation): Promise<Report> {
  const { asked, outcomes, timing } = run
  let start = timing.now()
  let failure: unknown
  try {
    const draws = drawsFor(asked, await ask(run, () => run.source.size(), run.signal))
    start = timing.now()
    await sendAll(draws, run)
  } catch (error) {
    failure = error
  }
  const seconds = Math.round(timing.now() - start) / 1000
  outcomes.end(asked.posts, seconds)
  const summary = summarise(asked, outcomes, seconds)
  const { rate } = summary
  if (failure === undefined && rate.asked !== null && !rate.held) {
    run.events.rateNotHeld(rate.asked, rate.achieved)
  }
  return { summary, failure }
}

async function sendAll(draws: Draws, run: Emulation): Promise<void> {
  const { asked, timing } = run
  const stop = new AbortController()
  const signal = AbortSignal.any([run.signal, stop.signal])
  const lanes: Lane[] =
    asked.rate === 'original'
      ? [oneLane(originalPace(draws.sleeps, timing))]
      : lanesInTurn(atRate(asked.posts, asked.rate, run), signal)
  await Promise.all(
    lanes.map((lane) =>
      runLane(lane, draws, run, signal).catch((error) =>
        stop.abort(signal.aborted ? signal.reason : error),
      ),
    ),
  )
  stop.signal.throwIfAborted()
}

const atRate = (posts: number, rate: number, { target: { singlesUpTo }, timing }: Emulation) =>
  fixedRate({ posts, rate, maxPosts: REQUEST_LIMITS.maxRecords, singlesUpTo }, timing)

async function runLane(
  { kinds: own, schedule, delivered }: Lane,
  { rows }: Draws,
  run: Emulation,
  signal: AbortSignal,
): Promise<void> {
  const feeds = own.map((kind) => ({ kind, feed: feedOf(kind, rows, run, signal) }))
  for (let next = 0; next < rows.length; ) {
    const count = await schedule.due(next, signal)
    signal.throwIfAborted()
    run.events.late(schedule.lateMs(next))
    for (const { kind, feed } of feeds) {
      const topic = run.target.topic(kind)
      const records = (await feed.take(count)).map((value, at) =>
        wireRecord({ kind, topic, post: next + at, row: rows[next + at] as number }, value),
      )
      for (const batch of splitBatches(records, bytesOf, REQUEST_LIMITS)) {
        await deliver(batch, run, signal)
      }
    }
    next += count
    delivered.emit('posts', count)
  }
}

const bytesOf = ({ value }: WireRecord) => value.length

function feedOf(kind: Kind, rows: Uint32Array, run: Emulation, signal: AbortSignal): RowFeed {
  const { rate } = run.asked
  const rowsPerRead = rate === 'original' ? 1 : Math.min(Math.ceil(rate), MAX_ROWS_PER_READ)
  return new RowFeed(rows, rowsPerRead, async (numbers) => {
    const { columns, rows } = await ask(run, () => run.source.read(kind, numbers), signal)
    return rows.map((row) => encodeRow(columns, row))
  })
}

/** Asks the source until it answers or the retry time is over. */
async function ask<T>(run: Emulation, question: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const answer = await withRetry(question, {
    policy: run.policy,
    timing: run.timing,
    signal,
    decide: (error) => ({ retry: error instanceof CodedError && error.retriable }),
    onRetry: (error, _retry, waitMs) =>
      run.events.retrying('database', (error as Error).message, waitMs),
  })
  run.events.recovered('database')
  return answer
}
