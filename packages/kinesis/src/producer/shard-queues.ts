import type { Timing } from '@pinpipe/delivery'
import type { ShardTable } from '../shard-map.ts'
import type { Shard } from '../stream.ts'
import { Lane } from './lane.ts'
import type { Pending } from './pending.ts'
import { ReadyLanes, ShardQueue } from './shard-queue.ts'

/** How lanes are made and how fast shards are used. */
export interface QueueOptions {
  /** Whether the records of a key keep their order. */
  readonly ordered: boolean
  /** Share of each shard's quotas that this process uses. */
  readonly shardShare: number
}

/** All lanes, each in the queue of the shard that its next record is for. */
export class ShardQueues {
  readonly #options: QueueOptions
  readonly #timing: Timing
  readonly #lanes = new Map<string, Lane>()
  readonly #forget = (lane: Lane): void => {
    if (this.#options.ordered) this.#lanes.delete(lane.key)
  }
  readonly #unrouted = new ReadyLanes(this.#forget)
  #queues: readonly ShardQueue[] = []
  #byShard: ReadonlyMap<string, ShardQueue> = new Map()
  #table: ShardTable | undefined

  constructor(options: QueueOptions, timing: Timing) {
    this.#options = options
    this.#timing = timing
  }

  /** The shards that the queues are of. */
  get table(): ShardTable | undefined {
    return this.#table
  }

  /** The shards' queues; empty before the first `reroute`. */
  get all(): readonly ShardQueue[] {
    return this.#queues
  }

  /** Whether records wait for a shard that is not known. */
  get unrouted(): boolean {
    return this.#unrouted.head() !== undefined
  }

  /** The lane for a key's next record; one of its own where the order does not count. */
  lane(key: string): Lane {
    if (!this.#options.ordered) return new Lane(key)
    let lane = this.#lanes.get(key)
    if (lane === undefined) {
      lane = new Lane(key)
      this.#lanes.set(key, lane)
    }
    return lane
  }

  /** Puts a new record at the end of its lane. */
  push(item: Pending): void {
    const { lane } = item
    lane.push(item)
    if (lane.queue) lane.queue.grow(item.bytes)
    else if (!lane.busy) this.release(lane)
  }

  /** Makes a lane ready after a request; one without records is forgotten. */
  release(lane: Lane): void {
    lane.busy = false
    const head = lane.head()
    if (head) this.#queueFor(head).add(lane)
    else this.#forget(lane)
  }

  /** Whether `queue` is still one of those that records are routed to. */
  has(queue: ShardQueue): boolean {
    return this.#byShard.get(queue.shard.shardId) === queue
  }

  /** Takes over the stream's shards as read; waits and rates of shards that stay are kept. */
  reroute(table: ShardTable): void {
    const before = [this.#unrouted, ...this.#queues]
    this.#table = table
    this.#queues = table.shards.map((shard) => {
      const known = this.#byShard.get(shard.shardId)
      const same = known?.shard.from === shard.from && known.shard.to === shard.to
      return same ? known : this.#open(shard)
    })
    this.#byShard = new Map(this.#queues.map((queue) => [queue.shard.shardId, queue]))
    for (const lanes of before.map(drain)) for (const lane of lanes) this.release(lane)
  }

  #open(shard: Shard): ShardQueue {
    return new ShardQueue(shard, this.#options.shardShare, this.#timing, this.#forget)
  }

  #queueFor({ hash }: Pending): ReadyLanes {
    const shard = this.#table?.find(hash)
    return (shard && this.#byShard.get(shard.shardId)) ?? this.#unrouted
  }
}

function drain(queue: ReadyLanes): Lane[] {
  const lanes: Lane[] = []
  for (let lane = queue.shift(); lane !== undefined; lane = queue.shift()) lanes.push(lane)
  return lanes
}
