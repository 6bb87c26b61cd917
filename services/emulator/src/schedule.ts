import { type EventEmitter, on } from 'node:events'
import type { Timing } from '@pinpipe/delivery'

/** Of a topic whose posts share requests. */
const SHARED_REQUESTS_PER_SECOND = 100

/** Says when posts go. Posts are counted from 0; a schedule starts at its first call. */
export interface Schedule {
  /**
   * Resolves when the post `next` may go, with the number of posts, at least 1, that may go with it.
   * Rejects with the signal's reason when it aborts first.
   */
  due(next: number, signal: AbortSignal): Promise<number>
  /** Milliseconds by which the post `next` is late now; 0 when it is not, or when no rate is asked. */
  lateMs(next: number): number
}

/** What is asked of a constant rate; rates in posts a second. */
export interface FixedRate {
  readonly posts: number
  readonly rate: number
  /** Of one request. */
  readonly maxPosts: number
  readonly singlesUpTo: number
}

/**
 * A constant rate: post n is due n/rate seconds after the start, whatever the posts before it took,
 * so that the rate does not drift and a stall is caught up. Up to the rate `singlesUpTo` each post has
 * a request of its own; above, a request waits until it has as many posts as keep a topic at 100
 * requests/s, and takes all that are due.
 */
export function fixedRate(
  { posts, rate, maxPosts, singlesUpTo }: FixedRate,
  timing: Timing,
): Schedule {
  let start: number | undefined
  const dueAt = (post: number) => (start ?? timing.now()) + (post * 1000) / rate
  const shared = Math.min(maxPosts, Math.ceil(rate / SHARED_REQUESTS_PER_SECOND))
  const together = rate <= singlesUpTo ? 1 : shared
  return {
    async due(next, signal) {
      start ??= timing.now()
      const full = Math.min(next + together, posts)
      for (let now = timing.now(); now < dueAt(full - 1); now = timing.now()) {
        await timing.sleep(dueAt(full - 1) - now, signal)
      }
      if (together === 1) return 1
      const allDue = Math.floor(((timing.now() - start) * rate) / 1000) + 1
      return Math.min(Math.max(full, allDue), posts, next + maxPosts) - next
    },
    lateMs: (next) => Math.max(0, timing.now() - dueAt(next)),
  }
}

/** The original's pace: sleep for the drawn 0 or 1 s, then one post; a slow post delays the next. */
export function originalPace(sleeps: Uint8Array, timing: Timing): Schedule {
  return {
    async due(next, signal) {
      await timing.sleep((sleeps[next] ?? 0) * 1000, signal)
      return 1
    },
    lateMs: () => 0,
  }
}

/** Takes the posts of each `posts` event, turn by turn; they are due when those of `schedule` are. */
export function following(
  turns: EventEmitter<{ posts: [number] }>,
  schedule: Schedule,
  signal: AbortSignal,
): Schedule {
  const counts = on(turns, 'posts', { signal })
  return {
    async due() {
      const [posts] = (await counts.next()).value as [number]
      return posts
    },
    lateMs: schedule.lateMs,
  }
}
