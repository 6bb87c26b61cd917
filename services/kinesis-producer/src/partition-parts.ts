import type { Timing } from '@pinpipe/delivery'
import { type RecordProducer, sendDeadLetter, type TopicPartition } from '@pinpipe/kafka'
import { deadLetter } from './dead-letter.ts'
import type { RelayEvents } from './events.ts'
import type { RelayParts } from './partition.ts'
import { createKeyChooser } from './partition-key.ts'
import type { Route } from './routes.ts'
import type { Stream } from './streams.ts'

/** What the relays of all partitions share. */
export interface RelayContext {
  readonly routes: readonly Route[]
  readonly streams: readonly Pick<Stream, 'name' | 'producer'>[]
  readonly letters: { readonly producer: RecordProducer; readonly topic: string }
  readonly events: Pick<RelayEvents, 'deadLetterSent' | 'deadLetterFailed'>
  readonly timing: Timing
}

/** The parts that go with a partition's topic. */
export type PartitionParts = Pick<RelayParts, 'chooseKey' | 'put' | 'deadLetter'>

const LETTER_BACKOFF = { baseMs: 500, capMs: 10_000 }

/** Ties key rule, stream and dead letters to the topics; only topics of the routes are assigned. */
export function createPartitionParts(
  context: RelayContext,
): (topic: string) => PartitionParts | undefined {
  const parts = context.routes.flatMap(({ topic, stream, rule }) => {
    const producer = context.streams.find(({ name }) => name === stream)?.producer
    if (!producer) return []
    return [
      [topic, { ...letterPart(context), ...putPart(producer, createKeyChooser(rule)) }] as const,
    ]
  })
  const byTopic = new Map<string, PartitionParts>(parts)
  return (topic) => byTopic.get(topic)
}

const putPart = (producer: Stream['producer'], chooseKey: PartitionParts['chooseKey']) => ({
  chooseKey,
  put: producer.put.bind(producer),
})

function letterPart({ letters, events, timing }: RelayContext): Pick<PartitionParts, 'deadLetter'> {
  const { deadLetterSent, deadLetterFailed: onFailure } = events
  const sender = { ...letters, timing, backoff: LETTER_BACKOFF, onFailure }
  return {
    deadLetter: async (at: TopicPartition, record, error, signal) => {
      await sendDeadLetter(deadLetter(at, record, error), sender, signal)
      deadLetterSent(at, record.offset, error.code)
    },
  }
}
