import type { GroupConsumer } from '@pinpipe/kafka'
import type { Readiness } from '@pinpipe/runtime'
import type { Relay } from './relay.ts'
import type { Streams } from './streams.ts'

/** What readiness looks at. */
export interface ReadinessParts {
  readonly streams: Pick<Streams, 'check'>
  readonly consumer: Pick<GroupConsumer, 'isJoined'>
  readonly relay: Pick<Relay, 'oldestAgeMs'>
  /** Milliseconds that a record may wait to be stored. */
  readonly patienceMs: number
}

/** As a record would find it: the streams answer, the group counts on this member, puts succeed. */
export async function readiness(parts: ReadinessParts): Promise<Readiness> {
  try {
    await parts.streams.check()
  } catch (error) {
    return { ready: false, reason: (error as Error).message }
  }
  if (!parts.consumer.isJoined()) return { ready: false, reason: 'not in the consumer group' }
  const ageMs = parts.relay.oldestAgeMs
  if (ageMs <= parts.patienceMs) return { ready: true }
  return { ready: false, reason: `a record has waited ${Math.floor(ageMs)} ms to be stored` }
}
