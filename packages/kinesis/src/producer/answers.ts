import { type KinesisError, kinesisError } from '../errors.ts'
import type { PutResult, Shard } from '../stream.ts'
import type { Outgoing } from './packer.ts'
import type { Pending, PutOutcome, PutReceipt } from './pending.ts'
import type { PendingRecords } from './pending-records.ts'
import type { Routing } from './routing.ts'
import type { ShardQueue } from './shard-queue.ts'
import type { ShardQueues } from './shard-queues.ts'

/** What answers are worked off with. */
export interface AnswerPorts {
  readonly queues: ShardQueues
  readonly pending: PendingRecords
  readonly routing: Routing
  /** Told when records are ready again later than the answer. */
  readonly onReleased: () => void
}

/** What follows from a request's results: outcomes, records put back, lanes made ready again. */
export class Answers {
  readonly #ports: AnswerPorts

  constructor(ports: AnswerPorts) {
    this.#ports = ports
  }

  /** @param results one per Kinesis record, in order */
  take(request: readonly Outgoing[], results: readonly PutResult[]): void {
    const counts = new Map<ShardQueue, { succeeded: number; failed: number }>()
    request.forEach((outgoing, index) => {
      const result = results[index] as PutResult
      const count = counts.get(outgoing.queue) ?? { succeeded: 0, failed: 0 }
      counts.set(outgoing.queue, count)
      if ('error' in result) {
        if (result.error.retriable) count.failed += 1
        this.#failed(outgoing, result.error, request.length)
      } else {
        count.succeeded += 1
        this.#stored(outgoing, result)
      }
    })
    for (const [queue, { succeeded, failed }] of counts) queue.answered(succeeded, failed)
  }

  /**
   * One malformed record makes Kinesis refuse the whole request: its records go again in halves, until
   * the one is alone.
   */
  #failed(outgoing: Outgoing, error: KinesisError, together: number): void {
    const split = error.code === 'KINESIS_INVALID' && together > 1
    if (split) for (const item of outgoing.items) item.groupLimit = Math.floor(together / 2)
    if (error.code === 'KINESIS_STREAM_NOT_FOUND') void this.#ports.routing.refresh()
    if (error.retriable || split) putBack(outgoing.items, error)
    else for (const item of outgoing.items) this.#settle(item, item.failure(error))
    this.#release(outgoing)
  }

  #stored(outgoing: Outgoing, receipt: PutReceipt): void {
    const { queues, routing } = this.#ports
    const { items } = outgoing
    const asForeseen = receipt.shardId === outgoing.queue.shard.shardId
    if (!asForeseen && items.length > 1) {
      void this.#storedElsewhere(outgoing, receipt)
      return
    }
    if (!asForeseen && queues.has(outgoing.queue)) void routing.refresh()
    items.forEach((item, index) => {
      const place = items.length > 1 ? { subSequenceNumber: index } : {}
      this.#settle(item, { ...receipt, ...place })
    })
    this.#release(outgoing)
  }

  /**
   * An aggregate went to another shard than foreseen, since shards were split or merged. Readers drop
   * from it what hashes outside that shard, so that is put again.
   */
  async #storedElsewhere(outgoing: Outgoing, receipt: PutReceipt): Promise<void> {
    const { queues, routing, onReleased } = this.#ports
    if (queues.has(outgoing.queue)) await routing.refresh()
    const shard = queues.table?.get(receipt.shardId)
    const astray = outgoing.items.filter((item, index) => {
      if (!shard || !takes(shard, item)) return true
      this.#settle(item, { ...receipt, subSequenceNumber: index })
      return false
    })
    putBack(astray, strayed(receipt.shardId))
    this.#release(outgoing)
    onReleased()
  }

  #settle(item: Pending, outcome: PutOutcome): void {
    item.inFlight = false
    this.#ports.pending.settle(item, outcome)
  }

  #release({ lanes }: Outgoing): void {
    for (const lane of lanes) this.#ports.queues.release(lane)
  }
}

/** Puts records that are to be sent again in front of their lanes, in their order. */
function putBack(items: readonly Pending[], error: KinesisError): void {
  for (const item of items.toReversed()) {
    item.inFlight = false
    item.lastError = error
    item.maybeStored ||= error.outcomeUnknown
    item.lane.putBack(item)
  }
}

function takes({ from, to }: Shard, { hash }: Pending): boolean {
  return hash >= from && hash <= to
}

function strayed(shardId: string): KinesisError {
  return kinesisError(
    'KINESIS_OUTCOME_UNKNOWN',
    'The record was stored in a shard whose readers drop it, since shards were split or merged.',
    { facts: { shardId } },
  )
}
