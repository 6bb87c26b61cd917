import { createErrorFromCode } from 'kafkajs/src/protocol/error.js'
import configsRequest from 'kafkajs/src/protocol/requests/describeConfigs/v1/request.js'
import { decode as decodeConfigs } from 'kafkajs/src/protocol/requests/describeConfigs/v1/response.js'
import offsetsRequest from 'kafkajs/src/protocol/requests/listOffsets/v3/request.js'
import { decode as decodeOffsets } from 'kafkajs/src/protocol/requests/listOffsets/v3/response.js'
import type { Brokers } from './brokers.ts'
import { KafkaError, translateKafkaError } from './errors.ts'
import type { MetadataClient, PartitionInfo, TopicInfo } from './metadata.ts'
import type { TopicSource } from './topic-cache.ts'

/** First offset still stored, and the offset that the next record will get. */
export interface OffsetRange {
  readonly beginning: number
  readonly end: number
}

/** The port for questions about the cluster. Every method throws `KafkaError`. */
export interface ClusterReader extends TopicSource {
  brokerIds(): Promise<number[]>
  topicNames(): Promise<string[]>
  /** The topic's configuration as the broker reports it; secret values are left out. */
  topicConfigs(name: string): Promise<Record<string, string>>
  /** @throws {KafkaError} KAFKA_UNKNOWN_TOPIC, KAFKA_UNKNOWN_PARTITION, KAFKA_UNAVAILABLE. */
  offsets(topic: string, partition: number): Promise<OffsetRange>
}

const TOPIC_RESOURCE = 2
const EARLIEST = -2
const LATEST = -1

/** The error for a partition that the topic does not have. */
export function unknownPartition(topic: string, partition: number): KafkaError {
  return new KafkaError('KAFKA_UNKNOWN_PARTITION', `${topic} has no partition ${partition}.`, {
    facts: { topic, partition },
  })
}

/** Reads the cluster over the connections of `brokers`; topics come from the cache. */
export class KafkaCluster implements ClusterReader {
  readonly #brokers: Brokers
  readonly #metadata: MetadataClient
  readonly #topics: TopicSource

  constructor(brokers: Brokers, metadata: MetadataClient, topics: TopicSource) {
    this.#brokers = brokers
    this.#metadata = metadata
    this.#topics = topics
  }

  brokerIds(): Promise<number[]> {
    return this.#metadata.brokerIds()
  }

  topicNames(): Promise<string[]> {
    return this.#metadata.topicNames()
  }

  topic(name: string): Promise<TopicInfo> {
    return this.#topics.topic(name)
  }

  async topicConfigs(name: string): Promise<Record<string, string>> {
    const request = configsRequest({ resources: [{ type: TOPIC_RESOURCE, name }] })
    const { resources } = await this.#metadata.ask(request, decodeConfigs)
    const resource = resources[0]
    if (resource === undefined || resource.errorCode !== 0)
      throw translateKafkaError(createErrorFromCode(resource?.errorCode ?? -1))
    return Object.fromEntries(
      resource.configEntries
        .filter((entry) => !entry.isSensitive && entry.configValue !== null)
        .map(({ configName, configValue }) => [configName, configValue as string]),
    )
  }

  async offsets(topic: string, partition: number): Promise<OffsetRange> {
    const info = await this.topic(topic)
    const found = info.partitions.find((candidate) => candidate.partition === partition)
    if (!found) throw unknownPartition(topic, partition)
    const [beginning, end] = await Promise.all(
      [EARLIEST, LATEST].map((timestamp) => this.#offset(topic, found, timestamp)),
    )
    return { beginning: beginning as number, end: end as number }
  }

  async #offset(topic: string, { partition, leaderAddress }: PartitionInfo, timestamp: number) {
    if (!leaderAddress) throw noLeader(topic, partition)
    const request = offsetsRequest({
      replicaId: -1,
      isolationLevel: 0,
      topics: [{ topic, partitions: [{ partition, timestamp }] }],
    })
    const { responses } = await translated(() =>
      this.#brokers.ask(leaderAddress, request, decodeOffsets),
    )
    const answer = responses[0]?.partitions[0]
    if (answer === undefined || answer.errorCode !== 0)
      throw translateKafkaError(createErrorFromCode(answer?.errorCode ?? -1))
    return Number(answer.offset)
  }
}

/** The error for a partition whose leader is being elected. */
export function noLeader(topic: string, partition: number): KafkaError {
  return new KafkaError(
    'KAFKA_UNAVAILABLE',
    `Partition ${partition} of ${topic} has no leader now: wait for its election, or start its broker.`,
    { retriable: true, facts: { topic, partition } },
  )
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw translateKafkaError(error)
  }
}
