import type { Asked } from './draws.ts'
import type { Outcomes } from './outcomes.ts'

/** What a run did: `posts` as asked, `bytes` of values, the other counts in records. */
export interface Summary {
  readonly posts: number
  readonly sent: number
  readonly acknowledged: number
  /** Attempts of unknown outcome. */
  readonly unknown: number
  readonly failed: number
  /** Attempts after a record's first. */
  readonly retries: number
  readonly bytes: number
  readonly seconds: number
  /** In posts a second; `asked` is null and `held` true at the original's pace. */
  readonly rate: {
    readonly asked: number | null
    readonly achieved: number
    readonly held: boolean
  }
}

/** How a run ended; `failure` is why it ended early. */
export interface Report {
  readonly summary: Summary
  readonly failure: unknown
}

/** A rate counts as held when the run took at most 2 % and half a second longer than it had. */
const GRACE = { share: 1.02, seconds: 0.5 }

export function summarise(asked: Asked, { counts, posts }: Outcomes, seconds: number): Summary {
  const rate = asked.rate === 'original' ? null : asked.rate
  const held =
    rate === null ||
    (posts === asked.posts && seconds <= (posts / rate) * GRACE.share + GRACE.seconds)
  return {
    posts: asked.posts,
    ...counts,
    seconds,
    rate: { asked: rate, achieved: Number((posts / Math.max(seconds, 0.001)).toFixed(1)), held },
  }
}

/** The summary for people, without a line end. */
export function summaryText({
  posts,
  acknowledged,
  seconds,
  retries,
  unknown,
  failed,
  rate,
}: Summary): string {
  const asked = rate.asked === null ? "the original's pace" : `${rate.asked} posts/s asked`
  const records = seconds > 0 ? Math.round(acknowledged / seconds) : 0
  return [
    `${acknowledged} of ${posts * 3} records acknowledged in ${seconds.toFixed(1)} s`,
    `${rate.achieved} posts/s, ${records} records/s (${asked}${rate.held ? '' : ', not held'})`,
    `${retries} retries, ${unknown} of unknown outcome, ${failed} failed`,
  ].join('; ')
}
