import { createErrorFromCode } from 'kafkajs/src/protocol/error.js'
import metadataRequest from 'kafkajs/src/protocol/requests/metadata/v6/request.js'
import { decode } from 'kafkajs/src/protocol/requests/metadata/v6/response.js'
import type { Address, Brokers } from './brokers.ts'
import { KafkaError, translateKafkaError } from './errors.ts'

/** One partition of a topic; broker ids are node ids. */
export interface PartitionInfo {
  readonly partition: number
  /** -1 while the partition has no leader. */
  readonly leader: number
  readonly leaderAddress: Address | undefined
  readonly replicas: readonly number[]
  readonly inSync: readonly number[]
}

/** A topic that exists; partitions by number, from 0. */
export interface TopicInfo {
  readonly name: string
  readonly partitions: readonly PartitionInfo[]
}

/** UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION: a name that no topic can have names none. */
const NO_SUCH_TOPIC = new Set([3, 17])

type Metadata = Awaited<ReturnType<typeof decode>>

/** Asks any broker that answers about the cluster; every call is one request. */
export class MetadataClient {
  readonly #brokers: Brokers
  readonly #seeds: readonly Address[]
  #known: readonly Address[] = []

  constructor(brokers: Brokers, seeds: readonly Address[]) {
    this.#brokers = brokers
    this.#seeds = seeds
  }

  /**
   * Sends a request to a broker that can be reached: one of the cluster's, else one of the seeds.
   * @throws {KafkaError} KAFKA_UNAVAILABLE, or what the last broker tried said.
   */
  async ask<T>(request: unknown, decode: (data: Buffer) => Promise<T>): Promise<T> {
    let last: unknown
    for (const address of new Map([...this.#known, ...this.#seeds].map(named)).values()) {
      try {
        return await this.#brokers.ask(address, request, decode)
      } catch (error) {
        last = error
      }
    }
    throw translateKafkaError(last)
  }

  /** Node ids of the brokers that are up. */
  async brokerIds(): Promise<number[]> {
    const { brokers } = await this.#fetch([])
    return brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b)
  }

  /** Names of all topics but the broker's own, sorted. */
  async topicNames(): Promise<string[]> {
    const { topicMetadata } = await this.#fetch([])
    return topicMetadata
      .filter(({ isInternal }) => !isInternal)
      .map(({ topic }) => topic)
      .sort()
  }

  /** @throws {KafkaError} KAFKA_UNKNOWN_TOPIC, KAFKA_AUTHORIZATION, KAFKA_UNAVAILABLE. */
  async topic(name: string): Promise<TopicInfo> {
    const metadata = await this.#fetch([name])
    const topic = metadata.topicMetadata[0]
    if (topic === undefined || NO_SUCH_TOPIC.has(topic.topicErrorCode)) throw unknownTopic(name)
    if (topic.topicErrorCode !== 0 && topic.partitionMetadata.length === 0)
      throw translateKafkaError(createErrorFromCode(topic.topicErrorCode))
    return toTopicInfo(topic, metadata.brokers)
  }

  async #fetch(topics: readonly string[]): Promise<Metadata> {
    const request = metadataRequest({ topics, allowAutoTopicCreation: false })
    const metadata = await this.ask(request, decode)
    this.#known = metadata.brokers.map(({ host, port }) => ({ host, port }))
    return metadata
  }
}

const named = (address: Address) => [`${address.host}:${address.port}`, address] as const

/** The error for a topic that the cluster does not have. */
export function unknownTopic(topic: string): KafkaError {
  return new KafkaError('KAFKA_UNKNOWN_TOPIC', `There is no topic ${topic}.`, { facts: { topic } })
}

function toTopicInfo(
  { topic, partitionMetadata }: Metadata['topicMetadata'][number],
  brokers: Metadata['brokers'],
): TopicInfo {
  const addresses = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]))
  const partitions = partitionMetadata
    .map(({ partitionId, leader, replicas, isr }) => ({
      partition: partitionId,
      leader,
      leaderAddress: addresses.get(leader),
      replicas,
      inSync: isr,
    }))
    .sort((a, b) => a.partition - b.partition)
  return { name: topic, partitions }
}
