import { sha256 } from '../../src/lines.ts'
import { examineStream } from '../../src/stream/judge-stream.ts'
import type { KinesisRecord, Shard, StreamReader } from '../../src/stream/kinesis-log.ts'
import type { Feed, StreamStage, StreamVerdict } from '../../src/stream/verdict.ts'
import { KINDS, type Kind } from '../../src/verdict.ts'
import { ID, MemoryStore, topicOf } from '../bucket.ts'
import { recordOf } from '../records.ts'
import { putStreamTables, type StreamTables } from './stream-tables.ts'

/** The first shard was split into the two others. */
export const SHARDS: readonly Shard[] = [
  { id: 'shard-0', parents: [] },
  { id: 'shard-1', parents: ['shard-0'] },
  { id: 'shard-2', parents: ['shard-0'] },
]

/** A record in a shard; `sequence` grows within it. */
export interface Stored {
  shard: string
  sequence: string
  key: string
  data: Buffer
}

export type Line = Record<string, unknown>

interface Half extends StreamTables {
  stored: Stored[]
  ledger: Line[]
}

/** Rows posted: 7 twice, with another value each time, and as the third one that is to be refused. */
const POSTS = [
  { row: 7, times: 1, shard: 'shard-0' },
  { row: 3, times: 1, shard: 'shard-0' },
  { row: undefined, times: 1, shard: 'shard-0' },
  { row: 9, times: 1, shard: 'shard-1' },
  { row: 7, times: 2, shard: 'shard-2' },
]

export const streamName = (kind: Kind): string => `streaming-${ID}-${kind}`

/** Five posts that went through a stream half without a fault; a test then breaks one thing. */
export class SmallStream implements StreamReader {
  readonly store = new MemoryStore()
  readonly halves: Readonly<Record<Kind, Half>>
  readonly feed: Feed

  constructor(feed: Feed = 'http') {
    this.feed = feed
    const halves = KINDS.map((kind) => [kind, halfOf(kind, feed)])
    this.halves = Object.fromEntries(halves) as Record<Kind, Half>
  }

  async shards(stream: string): Promise<Shard[]> {
    // Kinesis lists shards in no order of descent.
    return this.#storedIn(stream).length > 0 ? SHARDS.toReversed() : []
  }

  async *records(stream: string, shard: string): AsyncGenerator<KinesisRecord[]> {
    for (const record of this.#storedIn(stream).filter((each) => each.shard === shard)) {
      const { sequence: sequenceNumber, key: partitionKey, data } = record
      yield [{ sequenceNumber, partitionKey, data, arrivedAt: arrivalOf(sequenceNumber) }]
    }
  }

  #storedIn(stream: string): readonly Stored[] {
    const kind = KINDS.find((each) => streamName(each) === stream)
    return kind ? this.halves[kind].stored : []
  }

  /** The ledger's text with a right end line. */
  ledgerText(): string {
    const lines = KINDS.flatMap((kind) => this.halves[kind].ledger)
    const count = (wanted: string) => lines.filter(({ type }) => type === wanted).length
    const [acknowledged, unknown, failed] = [count('ack'), count('unknown'), count('failed')]
    const posts = new Set(lines.map(({ post }) => post)).size
    const sent = acknowledged + failed
    const end = { type: 'end', posts, sent, acknowledged, unknown, failed, seconds: 1 }
    return [...lines, end].map((line) => `${JSON.stringify(line)}\n`).join('')
  }

  judge(...stages: StreamStage[]): Promise<StreamVerdict> {
    const { feed, store } = this
    for (const kind of KINDS) putStreamTables(store, kind, this.halves[kind])
    const asked = stages.length > 0 ? { stages } : {}
    return examineStream({ id: ID, store, reader: this, feed, ledger: this.ledgerText(), ...asked })
  }

  /** The kinds of difference that the stages find, in order. */
  async differences(...stages: StreamStage[]): Promise<string[]> {
    return (await this.judge(...stages)).differences.map(({ kind }) => kind)
  }
}

/** Sequence numbers of these tests are times, too. */
const arrivalOf = (sequence: string): number => Date.UTC(2026, 0, 1) + Number(sequence)

function halfOf(kind: Kind, feed: Feed): Half {
  const stored = POSTS.map(({ row, times, shard }, at): Stored => {
    const data = Buffer.from(recordOf(kind, row, times))
    return { shard, sequence: `${100 + at}`, key: `${row}`, data }
  })
  const refused = stored.filter(({ key }) => key === 'undefined')
  const accepted = stored.filter(({ key }) => key !== 'undefined')
  return {
    stored,
    ledger: stored.flatMap((record, post) => linesOf(kind, feed, record, post)),
    rows: [
      [7, 1],
      [3, 1],
      [9, 1],
    ],
    provenance: accepted.map((record) => ({ ...originOf(kind, record), ind: Number(record.key) })),
    quarantine: refused.map((record) => ({
      ...originOf(kind, record),
      ...{ reason: 'missing ind', raw: record.data },
    })),
  }
}

export function originOf(kind: Kind, { shard, sequence, key }: Stored) {
  const place = { shard, sequence, sub: 0, key, arrivedAt: arrivalOf(sequence) }
  return { stream: streamName(kind), ...place, form: 'object' }
}

/** What the ledger of a feed says of one record. */
export function linesOf(kind: Kind, feed: Feed, record: Stored, post: number): Line[] {
  const topic = feed === 'http' ? streamName(kind) : topicOf(kind)
  const about = { kind, post, topic, sha256: sha256(record.data) }
  const place =
    feed === 'http'
      ? { shard: record.shard, sequence_number: record.sequence }
      : { partition: 0, offset: post }
  return [
    { type: 'sent', ...about, attempt: 1 },
    { type: 'ack', ...about, ...place, attempts: 1 },
  ]
}
