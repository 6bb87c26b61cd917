import type { Timing } from '@pinpipe/delivery'
import { type RecordProducer, sendDeadLetter } from '@pinpipe/kafka'
import type { Connector } from './connector/connector.ts'
import { deadLetter } from './dead-letter.ts'
import type { SinkEvents } from './events.ts'
import { OpenFile } from './file.ts'
import { defaultPartition, objectKey } from './key.ts'
import { dueFrom } from './rotation.ts'
import { createRouter } from './route.ts'
import type { ObjectStore } from './s3/store.ts'
import type { SinkParts } from './sink.ts'
import { putFile } from './upload.ts'

/** What the writers of all partitions share. */
export interface WriterContext {
  readonly connector: Connector
  readonly store: ObjectStore
  readonly producer: RecordProducer
  readonly events: SinkEvents
  readonly timing: Timing
  /** Wall clock, epoch ms. */
  now(): number
  /** Bytes before compression after which a file is closed. */
  readonly fileBytes: number
  readonly backoff: { readonly baseMs: number; readonly capMs: number }
}

/** Ties route, file, put and dead letter to the connector's configuration. */
export function createWriterParts(context: WriterContext): SinkParts['writer'] {
  const { connector, events, timing, backoff } = context
  return {
    limits: { records: connector.flushRecords, bytes: context.fileBytes },
    route: createRouter(connector.format, connector.policy),
    open: (at, first) =>
      new OpenFile(first, {
        encodedPartition: defaultPartition(at.partition),
        isDue: dueFrom(connector.schedule, context.now()),
        separator: connector.format.separator,
      }),
    put: async (at, file, signal) => {
      const { format, compression, layout } = connector
      const { encodedPartition, start } = file
      const key = objectKey(layout, { ...at, encodedPartition, start })
      const began = timing.now()
      const settlement = await putFile(
        key,
        file,
        {
          store: context.store,
          format,
          compression,
          timing,
          backoff,
          onFailure: (error, attempt) => events.putFailed(at, error, attempt),
          onForeign: events.foreignObject,
        },
        signal,
      )
      events.settled(at, settlement, (timing.now() - began) / 1000)
      return settlement
    },
    deadLetter: async (at, record, problem, signal) => {
      if (!connector.deadLetters) return
      const letter = deadLetter(at, record, problem, {
        ...connector.deadLetters,
        connectorName: connector.name,
      })
      const { topic } = connector.deadLetters
      const place = { ...at, offset: record.offset }
      const onFailure = (error: unknown, attempt: number) =>
        events.deadLetterFailed(place, topic, error, attempt)
      const sender = { producer: context.producer, topic, timing, backoff, onFailure }
      await sendDeadLetter(letter, sender, signal)
      events.deadLetterSent(place, problem.code)
    },
    onFlush: events.flushed,
    onSkip: events.skipped,
  }
}
