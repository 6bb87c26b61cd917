import { type Line, lineOf } from '../lines.ts'
import { mapBounded } from '../store.ts'
import type { Kind } from '../verdict.ts'
import { unpack } from './aggregate.ts'
import { decode, type Form } from './forms.ts'
import type { KinesisRecord, Shard, StreamReader } from './kinesis-log.ts'

/** A record of a stream as its sender gave it: one of an aggregate is a record too. */
export interface StreamRecord extends Line {
  readonly stream: string
  readonly shard: string
  readonly sequenceNumber: string
  /** Place in its aggregate, from 0; 0 also for a record that is in none. */
  readonly sub: number
  /** Place in its shard, from 0. */
  readonly at: number
  readonly partitionKey: string
  /** Milliseconds since 1970. */
  readonly arrivedAt: number
  /** Undefined where the bytes hold no record in any form. */
  readonly form: Form | undefined
}

/** A stream from its beginning to its end. */
export interface Stream {
  readonly name: string
  /** The topic that is copied into it where it is fed from Kafka. */
  readonly topic: string
  readonly kind: Kind
  readonly shards: readonly Shard[]
  readonly records: readonly StreamRecord[]
}

/** The stream of a kind, the topic that may be copied into it, and the clean table made from it. */
export const streamOf = (id: string, kind: Kind): string => `streaming-${id}-${kind}`
export const topicOf = (id: string, kind: Kind): string => `${id}.${kind}`
export const tableOf = (id: string, kind: Kind): string => `${id}_${kind}_table`

/** Reads a stream's shards; of the data only what tells records apart is kept. */
export async function readStream(reader: StreamReader, id: string, kind: Kind): Promise<Stream> {
  const name = streamOf(id, kind)
  const shards = await reader.shards(name)
  const read = await mapBounded(shards, async (shard) => {
    const records: StreamRecord[] = []
    for await (const page of reader.records(name, shard.id)) {
      for (const record of page) {
        for (const packed of recordsIn(record, kind)) {
          records.push({ ...packed, stream: name, shard: shard.id, at: records.length })
        }
      }
    }
    return records
  })
  return { name, topic: topicOf(id, kind), kind, shards, records: read.flat() }
}

type Unplaced = Omit<StreamRecord, 'stream' | 'shard' | 'at'>

function recordsIn({ data, partitionKey, ...from }: KinesisRecord, kind: Kind): Unplaced[] {
  const packed = unpack(data) ?? [{ data, partitionKey }]
  return packed.map((each, sub) => {
    const decoded = decode(each.data)
    const { sequenceNumber, arrivedAt } = from
    const { partitionKey: key } = each
    const line = lineOf(each.data, decoded?.record, kind)
    return { ...line, sequenceNumber, arrivedAt, sub, partitionKey: key, form: decoded?.form }
  })
}

/** Tells whether one record was surely stored before another one. */
export type Precedes = (a: StreamRecord, b: StreamRecord) => boolean

/** Within a shard order is by place, and a shard's records come after those of all its ancestors. */
export function precedenceIn(shards: readonly Shard[]): Precedes {
  const parents = new Map(shards.map((shard) => [shard.id, shard.parents]))
  const known = new Map<string, ReadonlySet<string>>()
  const ancestorsOf = (shard: string): ReadonlySet<string> => {
    const found = known.get(shard)
    if (found) return found
    const above = parents.get(shard) ?? []
    const ancestors = new Set(above.flatMap((parent) => [parent, ...ancestorsOf(parent)]))
    known.set(shard, ancestors)
    return ancestors
  }
  return (a, b) => (a.shard === b.shard ? a.at < b.at : ancestorsOf(b.shard).has(a.shard))
}

/** A place as people read it. */
export const nameOf = ({ shard, sequenceNumber, sub }: StreamRecord): string =>
  `${shard}+${sequenceNumber}${sub === 0 ? '' : `+${sub}`}`
