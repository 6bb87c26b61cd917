import { type Clock, neverBack, systemClock } from './clock.ts'
import { Sequencer } from './core/sequencer.ts'
import type { ShardLimits } from './core/shard.ts'
import { Streams } from './core/streams.ts'
import { type Fault, Faults } from './faults.ts'
import { type HttpServer, serveHttp } from './http-server.ts'
import { shardOf } from './operations/shards.ts'
import { type ResponderParts, respond } from './responder.ts'

/** How the fake is to be; every part has a default. */
export interface KinesisFakeOptions {
  /** Streams to create at the start, by name, with their shard counts. */
  readonly streams?: Readonly<Record<string, number>>
  /** Which of the shards' quotas are enforced. Default: both, as in the service. */
  readonly limits?: Partial<ShardLimits>
  /** Milliseconds by `clock` that a stream stays CREATING, UPDATING or DELETING. Default 0. */
  readonly statusDelayMs?: number
  /** What all rules of time use: quotas, retention, expiry, sequence numbers. Default: the machine's. */
  readonly clock?: Clock
  /** Default: a free one. */
  readonly port?: number
}

/** A record that the fake holds. */
export interface StoredRecord {
  readonly shardId: string
  readonly sequenceNumber: string
  readonly partitionKey: string
  readonly data: Buffer
  /** Epoch milliseconds. */
  readonly arrivedAt: number
}

const DEFAULT_RECORD_BYTES = 1024 * 1024

/** Kinesis Data Streams in memory, for tests and benchmarks: its JSON protocol on a port of loopback. */
export class KinesisFake {
  readonly #parts: ResponderParts
  readonly #server: HttpServer

  private constructor(parts: ResponderParts, server: HttpServer) {
    this.#parts = parts
    this.#server = server
  }

  /** Resolves when the fake answers. */
  static async start(options: KinesisFakeOptions = {}): Promise<KinesisFake> {
    const { limits, statusDelayMs = 0, clock = systemClock, port = 0 } = options
    const { writes = true, reads = true } = limits ?? {}
    const sequencer = new Sequencer()
    const streams = new Streams({ sequencer, limits: { writes, reads }, statusDelayMs })
    const parts = { streams, faults: new Faults(), nowMs: neverBack(clock) }
    const server = await serveHttp((action, body) => respond(action, body, parts), port)
    for (const [name, shardCount] of Object.entries(options.streams ?? {}))
      streams.create({ name, shardCount, maxRecordBytes: DEFAULT_RECORD_BYTES }, parts.nowMs())
    return new KinesisFake(parts, server)
  }

  /** The URL for a client; it must speak HTTP/1.1 (NodeHttpHandler), with any region and credentials. */
  get endpoint(): string {
    return this.#server.endpoint
  }

  /**
   * What a stream holds within its retention, shard by shard, each in the order of its sequence numbers.
   * @throws {ServiceError} where there is no such stream.
   */
  records(stream: string): StoredRecord[] {
    const { streams, nowMs } = this.#parts
    const now = nowMs()
    return streams
      .get(stream, now)
      .shards(now)
      .flatMap(({ id, log }) =>
        log.all.map(({ sequenceNumber, partitionKey, data, arrivedAt }) => ({
          shardId: id,
          sequenceNumber,
          partitionKey,
          data: Buffer.from(data, 'base64'),
          arrivedAt,
        })),
      )
  }

  /** Arms a fault; the function that it gives removes it. */
  inject(fault: Fault): () => void {
    return this.#parts.faults.add(fault)
  }

  /**
   * Lets every write to a shard and every read of it exceed the throughput, until the given function is called.
   * @throws {ServiceError} where there is no such stream or shard.
   */
  throttle(stream: string, shardId: string): () => void {
    const { streams, nowMs } = this.#parts
    const now = nowMs()
    const shard = shardOf(streams.get(stream, now), shardId, now)
    shard.throttled = true
    return () => {
      shard.throttled = false
    }
  }

  /** Cuts all connections and frees the port; what was stored can still be looked at. */
  stop(): Promise<void> {
    return this.#server.stop()
  }
}
