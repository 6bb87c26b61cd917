import { translateKinesisError } from '../errors.ts'
import type { ShardReader, ShardTable } from '../shard-map.ts'
import type { ProducerEvents } from './events.ts'
import type { PendingRecords } from './pending-records.ts'
import type { ShardQueues } from './shard-queues.ts'

/** What routing works with. */
export interface RoutingPorts {
  readonly queues: ShardQueues
  readonly shards: ShardReader
  readonly pending: PendingRecords
  readonly events: ProducerEvents
  /** Aborted when the producer ends. */
  readonly signal: AbortSignal
}

/** Keeps the queues in step with the stream's shards. */
export class Routing {
  readonly #ports: RoutingPorts
  #refreshing: Promise<void> | undefined

  constructor(ports: RoutingPorts) {
    this.#ports = ports
  }

  /** The shards that the queues are of; undefined before they were read. */
  get table(): ShardTable | undefined {
    return this.#ports.queues.table
  }

  /** Reads the shards anew and routes what waits; callers share a read. Never rejects. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    const { queues, shards, events, signal } = this.#ports
    try {
      const table = await shards.read()
      queues.reroute(table)
      events.shardsRead(table.shards.length)
    } catch (cause) {
      if (signal.aborted) return
      const error = translateKinesisError(cause)
      events.shardsNotRead(error)
      if (error.retriable || this.table) return
      const { pending } = this.#ports
      for (const item of pending) pending.settle(item, item.failure(error))
    }
  }
}
