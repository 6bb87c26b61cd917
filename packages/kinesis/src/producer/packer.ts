import { Aggregate } from '../aggregation/aggregate.ts'
import type { PutEntry } from '../stream.ts'
import type { Lane } from './lane.ts'
import type { ProducerOptions } from './options.ts'
import type { Pending } from './pending.ts'
import type { ShardQueue } from './shard-queue.ts'

/** A Kinesis record on its way: one user's record, or several of one shard in an aggregate. */
export interface Outgoing {
  readonly entry: PutEntry
  /** Of data and key. */
  readonly bytes: number
  readonly items: readonly Pending[]
  readonly lanes: readonly Lane[]
  readonly queue: ShardQueue
}

/** The outer key of an aggregate, as the KPL's; the explicit hash key decides about the shard. */
const AGGREGATE_KEY = 'a'

/** Takes from the shards' queues what makes the next request. */
export class Packer {
  readonly #options: ProducerOptions
  #turn = 0

  constructor(options: ProducerOptions) {
    this.#options = options
  }

  /** At most a request's worth, of the shards that are free at `now`; each time another shard is first. */
  pack(queues: readonly ShardQueue[], now: number): Outgoing[] {
    const { maxRequestRecords, maxRequestBytes } = this.#options
    const outgoing: Outgoing[] = []
    let room = maxRequestBytes
    let limit = maxRequestRecords
    this.#turn += 1
    for (let i = 0; i < queues.length; i++) {
      const queue = queues[(i + this.#turn) % queues.length] as ShardQueue
      while (outgoing.length < limit && queue.freeAt <= now) {
        const first = queue.head()
        if (!first || first.bytes > room || first.groupLimit <= outgoing.length) break
        const next = this.#take(queue, first, room)
        limit = Math.min(limit, first.groupLimit)
        queue.sent(next.bytes)
        room -= next.bytes
        outgoing.push(next)
      }
    }
    return outgoing
  }

  #take(queue: ShardQueue, first: Pending, room: number): Outgoing {
    const lane = hold(queue)
    lane.take()
    const { aggregate, aggregateBytes, maxRecordBytes } = this.#options
    if (aggregate) {
      const limit = Math.min(aggregateBytes, maxRecordBytes, room)
      const packed = new Aggregate(limit - AGGREGATE_KEY.length)
      if (packed.add(first.record)) return fill(packed, queue, first, lane)
    }
    return plain(queue, first, [lane])
  }
}

/** Adds to an aggregate of `first` what comes next for the shard, lane by lane. */
function fill(packed: Aggregate, queue: ShardQueue, first: Pending, lane: Lane): Outgoing {
  const items = [first]
  const lanes = [lane]
  const fits = (item: Pending) =>
    item.groupLimit === first.groupLimit && queue.takes(item) && packed.add(item.record)
  let current = lane
  for (;;) {
    let item = current.head()
    while (item !== undefined && fits(item)) {
      items.push(item)
      current.take()
      item = current.head()
    }
    const next = queue.head()
    if (item !== undefined || next === undefined || !fits(next)) break
    items.push(next)
    current = hold(queue)
    current.take()
    lanes.push(current)
  }
  if (items.length === 1) return plain(queue, first, lanes)
  const entry = {
    data: packed.encode(),
    partitionKey: AGGREGATE_KEY,
    explicitHashKey: first.hash.toString(),
  }
  for (const held of items) held.inFlight = true
  return { entry, bytes: packed.size + AGGREGATE_KEY.length, items, lanes, queue }
}

function plain(queue: ShardQueue, item: Pending, lanes: readonly Lane[]): Outgoing {
  item.inFlight = true
  return { entry: item.record, bytes: item.bytes, items: [item], lanes, queue }
}

function hold(queue: ShardQueue): Lane {
  const lane = queue.shift() as Lane
  lane.busy = true
  return lane
}
