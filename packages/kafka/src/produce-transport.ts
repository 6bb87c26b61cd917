import kafkajs from 'kafkajs'
import type { Connection } from 'kafkajs/src/network/connection.js'
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js'
import { decode } from 'kafkajs/src/protocol/requests/produce/v7/response.js'
import type { Address, Brokers } from './brokers.ts'
import { KafkaError, translateKafkaError } from './errors.ts'
import {
  encodeProduceRequest,
  type PartitionRecords,
  PRODUCE_API_KEY,
  PRODUCE_API_VERSION,
} from './produce-request.ts'

/** What the broker made of one partition's records: the offset of the first, or why not. */
export type PartitionResult = { readonly baseOffset: number } | { readonly error: KafkaError }

/** The port that carries one produce request to one broker. */
export interface ProduceTransport {
  /**
   * Sends the request at most once. One result per part, in order.
   * @throws {KafkaError} KAFKA_OUTCOME_UNKNOWN when the request may have reached the broker and no
   *   answer came; any other code when it surely did not.
   */
  send(to: Address, parts: readonly PartitionRecords[]): Promise<readonly PartitionResult[]>
}

/** How produce requests are named and timed. */
export interface TransportOptions {
  readonly clientId: string
  /** Milliseconds that the broker may wait for its replicas. */
  readonly ackTimeoutMs: number
}

/** Added to the broker's own limit before this side gives up waiting for an answer. */
const ANSWER_GRACE_MS = 5_000

/** Writes produce requests to the brokers' connections itself, to know what has been sent and what not. */
export class BrokerTransport implements ProduceTransport {
  readonly #brokers: Brokers
  readonly #options: TransportOptions

  constructor(brokers: Brokers, options: TransportOptions) {
    this.#brokers = brokers
    this.#options = options
  }

  async send(to: Address, parts: readonly PartitionRecords[]): Promise<PartitionResult[]> {
    const connection = await this.#connect(to)
    const sent = { yet: false }
    try {
      const payload = await this.#exchange(connection, parts, sent)
      const answer = await decode(payload)
      connection.requestQueue.maybeThrottle(answer.clientSideThrottleTime)
      const results = new Map(
        answer.topics.flatMap(({ topicName, partitions }) =>
          partitions.map((result) => [`${topicName}/${result.partition}`, result] as const),
        ),
      )
      return parts.map(({ topic, partition }) => toResult(results.get(`${topic}/${partition}`)))
    } catch (error) {
      if (error instanceof kafkajs.KafkaJSRequestTimeoutError) this.#brokers.drop(to)
      throw sent.yet ? outcomeUnknown(error) : translateKafkaError(error)
    }
  }

  async #connect(to: Address): Promise<Connection> {
    try {
      const { connectionPool } = await this.#brokers.at(to)
      const connection = await connectionPool.getConnection()
      await connection.authenticate()
      return connection
    } catch (error) {
      throw translateKafkaError(error)
    }
  }

  async #exchange(
    connection: Connection,
    parts: readonly PartitionRecords[],
    sent: { yet: boolean },
  ): Promise<Buffer> {
    const { clientId, ackTimeoutMs } = this.#options
    const correlationId = connection.nextCorrelationId()
    const chunks = encodeProduceRequest(correlationId, clientId, ackTimeoutMs, parts)
    if (!connection.isConnected()) throw new kafkajs.KafkaJSConnectionError('Connection lost')
    const { promise, resolve, reject } = Promise.withResolvers<{ payload: Buffer }>()
    connection.requestQueue.push({
      entry: {
        apiKey: PRODUCE_API_KEY,
        apiName: 'Produce',
        apiVersion: PRODUCE_API_VERSION,
        correlationId,
        resolve,
        reject,
      },
      expectResponse: true,
      requestTimeout: ackTimeoutMs + ANSWER_GRACE_MS,
      sendRequest: () => {
        sent.yet = true
        connection.socket.cork()
        for (const chunk of chunks) connection.socket.write(chunk)
        connection.socket.uncork()
      },
    })
    return (await promise).payload
  }
}

/** The error for records whose request was sent and never answered. */
export function outcomeUnknown(cause: unknown): KafkaError {
  return new KafkaError(
    'KAFKA_OUTCOME_UNKNOWN',
    'The request was sent and no answer came: the record may or may not have been stored. It was not sent again.',
    { cause, retriable: true },
  )
}

/**
 * The broker answered, but only after it had stored the records on the leader: REQUEST_TIMED_OUT (7),
 * NOT_ENOUGH_REPLICAS_AFTER_APPEND (20). KAFKA_STORAGE_ERROR (56) says nothing about what was written.
 */
const STORED_PERHAPS = new Set([7, 20, 56])

function toResult(answer: { errorCode: number; baseOffset: string } | undefined): PartitionResult {
  if (answer === undefined) return { error: outcomeUnknown('The answer leaves the partition out') }
  if (answer.errorCode === 0) return { baseOffset: Number(answer.baseOffset) }
  const error = createErrorFromCode(answer.errorCode)
  return {
    error: STORED_PERHAPS.has(answer.errorCode)
      ? outcomeUnknown(error)
      : translateKafkaError(error),
  }
}
