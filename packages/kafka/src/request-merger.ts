import type { Address } from './brokers.ts'
import { translateKafkaError } from './errors.ts'
import type { PartitionRecords } from './produce-request.ts'
import type { PartitionResult, ProduceTransport } from './produce-transport.ts'

/** Bytes that one request may hold; far below the broker's `socket.request.max.bytes` of 100 MiB. */
const MAX_REQUEST_BYTES = 8 * 1024 * 1024

interface Waiting {
  readonly part: PartitionRecords
  readonly resolve: (result: PartitionResult) => void
}

/** Puts the batches that partitions of one broker have ready in the same turn into one request. */
export class RequestMerger {
  readonly #transport: ProduceTransport
  readonly #waiting = new Map<string, { readonly to: Address; readonly parts: Waiting[] }>()

  constructor(transport: ProduceTransport) {
    this.#transport = transport
  }

  /** Sends one partition's records; never rejects. */
  send(to: Address, part: PartitionRecords): Promise<PartitionResult> {
    return new Promise((resolve) => {
      const key = `${to.host}:${to.port}`
      const group = this.#waiting.get(key)
      if (group) group.parts.push({ part, resolve })
      else {
        this.#waiting.set(key, { to, parts: [{ part, resolve }] })
        setImmediate(() => this.#flush(key))
      }
    })
  }

  #flush(key: string): void {
    const group = this.#waiting.get(key)
    this.#waiting.delete(key)
    if (group) for (const parts of splitBySize(group.parts)) void this.#request(group.to, parts)
  }

  async #request(to: Address, waiting: readonly Waiting[]): Promise<void> {
    const results = await this.#transport
      .send(
        to,
        waiting.map(({ part }) => part),
      )
      .catch((cause: unknown) => {
        const error = translateKafkaError(cause)
        return waiting.map(() => ({ error }))
      })
    waiting.forEach(({ resolve }, index) => {
      resolve(results[index] as PartitionResult)
    })
  }
}

function splitBySize(waiting: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = []
  let room = 0
  for (const item of waiting) {
    const size = item.part.batch.length
    if (size > room || groups.length === 0) {
      groups.push([])
      room = MAX_REQUEST_BYTES
    }
    groups[groups.length - 1]?.push(item)
    room -= size
  }
  return groups
}
