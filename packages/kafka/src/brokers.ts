import kafkajs, { type KafkaConfig } from 'kafkajs'
import Broker, { type ResponseCodec } from 'kafkajs/src/broker/index.js'
import connectionPoolBuilder from 'kafkajs/src/cluster/connectionPoolBuilder.js'
import { createLogger } from 'kafkajs/src/loggers/index.js'
import createSocketFactory from 'kafkajs/src/network/socketFactory.js'

/** Where a broker listens. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** Reads `host:port`; an IPv6 host may stand in brackets. */
export function parseAddress(text: string): Address {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
}

/**
 * One connection to each broker, opened when first needed and again after a loss. It never resends
 * anything by itself.
 */
export class Brokers {
  readonly #brokers = new Map<string, Broker>()
  readonly #pools: ReturnType<typeof connectionPoolBuilder>
  readonly #logger: unknown

  constructor(config: KafkaConfig) {
    this.#logger = createLogger({ level: config.logLevel ?? 0, logCreator: config.logCreator })
    this.#pools = connectionPoolBuilder({
      ...config,
      ssl: config.ssl ? config.ssl : null,
      logger: this.#logger,
      socketFactory: createSocketFactory(),
    })
  }

  /**
   * The broker at `address`, connected and logged in.
   * @throws kafkajs' error when it cannot be reached; nothing has been sent then.
   */
  async at({ host, port }: Address): Promise<Broker> {
    const key = `${host}:${port}`
    let broker = this.#brokers.get(key)
    if (broker === undefined) {
      const connectionPool = await this.#pools.build({ host, port })
      broker = this.#brokers.get(key) ?? new Broker({ connectionPool, logger: this.#logger })
      this.#brokers.set(key, broker)
    }
    await broker.connect()
    return broker
  }

  /**
   * Sends a request that may be repeated and gives its answer as decoded, error codes included. A
   * broker that does not answer in time loses its connection.
   * @throws kafkajs' error.
   */
  async ask<T>(
    address: Address,
    request: unknown,
    decode: (data: Buffer) => Promise<T>,
  ): Promise<T> {
    const { connectionPool } = await this.at(address)
    const response: ResponseCodec<T> = { decode, parse: (decoded) => Promise.resolve(decoded) }
    try {
      return await connectionPool.send({ request, response })
    } catch (error) {
      if (error instanceof kafkajs.KafkaJSRequestTimeoutError) this.drop(address)
      throw error
    }
  }

  /** Gives a connection up that no longer answers; the next `at` opens another. */
  drop({ host, port }: Address): void {
    const key = `${host}:${port}`
    const broker = this.#brokers.get(key)
    this.#brokers.delete(key)
    broker?.disconnect().catch(() => {
      // It was given up already; a second failure says nothing new.
    })
  }

  /** Closes every connection once its requests are answered. */
  async close(): Promise<void> {
    const brokers = [...this.#brokers.values()]
    this.#brokers.clear()
    await Promise.all(brokers.map((broker) => broker.disconnect()))
  }
}
