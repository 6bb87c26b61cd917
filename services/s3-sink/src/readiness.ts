import type { GroupConsumer } from '@pinpipe/kafka'
import type { Readiness } from '@pinpipe/runtime'
import type { SinkEvents } from './events.ts'
import type { ObjectStore } from './s3/store.ts'

/** What readiness is told by. */
export interface ReadinessSources {
  readonly store: Pick<ObjectStore, 'check'>
  readonly consumer: Pick<GroupConsumer, 'isJoined'>
  readonly events: Pick<SinkEvents, 'failingPuts' | 'undelivered'>
  /** Rejects when the dead-letter topic does not exist; undefined without dead letters. */
  readonly checkLetters: (() => Promise<unknown>) | undefined
}

/**
 * As an operation would find it: the group counts on this member, puts and dead letters succeed, the
 * dead-letter topic exists and the bucket answers.
 */
export async function readiness(sources: ReadinessSources): Promise<Readiness> {
  const { store, consumer, events, checkLetters } = sources
  if (!consumer.isJoined()) return unready('not in the consumer group')
  const failing = events.failingPuts()
  if (failing.length > 0) return unready(`puts keep failing for ${failing.join(', ')}`)
  try {
    await checkLetters?.()
  } catch (error) {
    return unready(`dead-letter topic: ${(error as Error).message}`)
  }
  const letters = events.undelivered()
  if (letters.length > 0)
    return unready(
      `dead letters cannot be delivered: ${letters.length}, the first of ${letters[0]}`,
    )
  try {
    await store.check()
  } catch (error) {
    return unready((error as Error).message)
  }
  return { ready: true }
}

const unready = (reason: string): Readiness => ({ ready: false, reason })
