import type { Logger, Metrics, Readiness } from '@pinpipe/runtime'
import type { Kind } from '@pinpipe/schema'

/** One function per happening: each writes the log line and moves the metric. */
export interface Events {
  /** A request ended; `status` is its HTTP status or what happened to the connection. */
  request(topic: string, status: number | string, seconds: number): void
  /** `posts` is the number of posts of which all records are acknowledged by now. */
  acknowledged(topic: string, records: number, posts: number): void
  unknown(topic: string, reason: string): void
  failed(
    first: { topic: string; kind: Kind; row: number; post: number },
    code: number | string,
    records: number,
  ): void
  /** `what` is a topic or a table; a wait before the next try begins. */
  retrying(what: string, reason: string, waitMs: number): void
  /** `what` answered again, or for the first time. */
  recovered(what: string): void
  /** The next post is `lateMs` milliseconds behind the schedule. */
  late(lateMs: number): void
  /** All posts are delivered, and it took longer than the rate allows; both in posts a second. */
  rateNotHeld(asked: number, achieved: number): void
  /** Ready while everything that was last asked answered. */
  readiness(): Readiness
}

/** Milliseconds behind the schedule from which a warning is due, and between two warnings. */
const LATE_MS = 1000
const LATE_WARNING_EVERY_MS = 10_000

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** @param onPosts told the number of posts that are acknowledged */
export function createEvents(
  logger: Logger,
  metrics: Metrics,
  onPosts: (posts: number) => void,
): Events {
  const m = emulatorMetrics(metrics)
  const waiting = new Map([['database', 'not read yet']])
  let warnedAt = Number.NEGATIVE_INFINITY
  return {
    request: (topic, status, seconds) =>
      m.request.observe({ topic, status: String(status) }, seconds),
    acknowledged(topic, records, posts) {
      m.records.inc({ topic, outcome: 'acknowledged' }, records)
      m.posts.set(posts)
      onPosts(posts)
    },
    unknown: (topic, reason) => m.unknown.inc({ topic, reason }),
    failed({ topic, kind, row, post }, code, records) {
      m.records.inc({ topic, outcome: 'failed' }, records)
      logger.error({ topic, kind, row, post, code, records }, 'Records not delivered')
    },
    retrying(what, reason, waitMs) {
      m.retries.inc({ target: what })
      waiting.set(what, reason)
      logger.warn({ target: what, reason, waitMs }, 'No success yet, trying again')
    },
    recovered(what) {
      if (waiting.delete(what)) logger.info({ target: what }, 'Answers')
    },
    late(lateMs) {
      m.late.set(lateMs / 1000)
      if (lateMs < LATE_MS || performance.now() - warnedAt < LATE_WARNING_EVERY_MS) return
      warnedAt = performance.now()
      logger.warn({ lateMs: Math.round(lateMs) }, 'The rate is not held: posts are late')
    },
    rateNotHeld: (asked, achieved) => logger.warn({ asked, achieved }, 'The rate was not held'),
    readiness() {
      const [first] = waiting
      return first ? { ready: false, reason: `${first[0]}: ${first[1]}` } : { ready: true }
    },
  }
}

const emulatorMetrics = (metrics: Metrics) => ({
  posts: metrics.gauge('posts', 'Posts of which all three records are acknowledged'),
  records: metrics.counter('records_total', 'Records by final outcome', ['topic', 'outcome']),
  unknown: metrics.counter('unknown_total', 'Attempts of unknown outcome, in records', [
    'topic',
    'reason',
  ]),
  retries: metrics.counter('retries_total', 'Waits before another try, by topic or table', [
    'target',
  ]),
  late: metrics.gauge('late_seconds', 'How far the next post is behind the schedule'),
  request: metrics.histogram('request_seconds', 'Time of a produce request', SECONDS, [
    'topic',
    'status',
  ]),
})
