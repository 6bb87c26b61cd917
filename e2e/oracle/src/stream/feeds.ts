import { parseLedger } from '../ledger.ts'
import { type Difference, KINDS, type Kind } from '../verdict.ts'
import { checkHttpFeed, type Fed } from './http-feed.ts'
import { checkKafkaFeed } from './kafka-feed.ts'
import { parseStreamLedger } from './ledger.ts'
import { type Precedes, type Stream, streamOf, topicOf } from './records.ts'
import type { Feed, StreamCounts } from './verdict.ts'

/** A ledger as a feed has left it, and how a stream is held against it. */
export interface Feeding {
  readonly counts: Pick<StreamCounts, 'sent' | 'acknowledged' | 'unknown'>
  readonly differences: readonly Difference[]
  check(stream: Stream, precedes: Precedes): Fed
}

/** Where a feed's ledger says that the records of a kind went. */
const TARGETS: Readonly<Record<Feed, (id: string, kind: Kind) => string>> = {
  http: streamOf,
  kafka: topicOf,
}

/** Reads the ledger of a feed of the pipeline `id`. */
export function readFeed(feed: Feed, id: string, text: string): Feeding {
  const targets = KINDS.map((kind) => TARGETS[feed](id, kind))
  if (feed === 'http') {
    const ledger = parseStreamLedger(text)
    const check = (stream: Stream, precedes: Precedes) => checkHttpFeed(ledger, stream, precedes)
    return { ...summaryOf(ledger, targets), check }
  }
  const ledger = parseLedger(text)
  const check = (stream: Stream, precedes: Precedes) => checkKafkaFeed(ledger, stream, precedes)
  return { ...summaryOf(ledger, targets), check }
}

interface AnyLedger {
  readonly sent: number
  readonly acknowledged: readonly { readonly topic: string }[]
  readonly unknown: readonly unknown[]
  readonly differences: readonly Difference[]
}

function summaryOf(ledger: AnyLedger, targets: readonly string[]): Omit<Feeding, 'check'> {
  const { sent, acknowledged, unknown } = ledger
  const strangers = Map.groupBy(acknowledged, ({ topic }) => topic)
  for (const target of targets) strangers.delete(target)
  const differences = [...strangers].map(([topic, { length }]): Difference => {
    const what = `${length} records were acknowledged for ${topic}, which is not of this pipeline`
    return { kind: 'missing', topic, what }
  })
  if (acknowledged.length === 0) {
    differences.push({ kind: 'nothing-proven', what: 'the ledger acknowledges no record' })
  }
  return {
    counts: { sent, acknowledged: acknowledged.length, unknown: unknown.length },
    differences: [...ledger.differences, ...differences],
  }
}
