import { systemTiming, type Timing } from '@pinpipe/delivery'
import { Brokers, parseAddress } from './brokers.ts'
import { type ClientOptions, clientConfig } from './client.ts'
import { type ClusterReader, KafkaCluster } from './cluster.ts'
import { MetadataClient } from './metadata.ts'
import { BrokerTransport } from './produce-transport.ts'
import { BatchingProducer, type ProducerOptions } from './producer.ts'
import type { KafkaSettings } from './settings.ts'
import { TopicCache } from './topic-cache.ts'

/** How `openKafka` connects and produces. */
export interface KafkaOptions extends Partial<ProducerOptions>, ClientOptions {
  /** Milliseconds that the broker may wait for its replicas. Default 10,000. */
  readonly ackTimeoutMs?: number
  readonly timing?: Timing
}

/** A process's access to Kafka: one producer and one reader over their own connections. */
export interface KafkaHandle {
  readonly producer: BatchingProducer
  readonly cluster: ClusterReader
  /** Waits for what is on its way, then closes every connection. */
  close(): Promise<void>
}

/** Java's `max.request.size`; the broker's own default (1,048,588) lies just above. */
const DEFAULT_MAX_BATCH_BYTES = 1_048_576

/** A question about the cluster is answered in milliseconds; a broker that hangs must not hold up all requests. */
const METADATA_TIMEOUT_MS = 5_000

const DEFAULTS: ProducerOptions = {
  maxBatchRecords: 1_000,
  maxBatchBytes: DEFAULT_MAX_BATCH_BYTES,
  compression: 'none',
  maxInFlightBytes: 64 * 1024 * 1024,
  retryForMs: 5_000,
}

/** Builds the producer and the cluster reader. Nothing connects before the first call. */
export function openKafka(settings: KafkaSettings, options: KafkaOptions): KafkaHandle {
  const { timing = systemTiming, ackTimeoutMs = 10_000, clientId } = options
  const metadataBrokers = new Brokers(
    clientConfig(settings, { ...options, requestTimeoutMs: METADATA_TIMEOUT_MS }),
  )
  const produceBrokers = new Brokers(clientConfig(settings, options))
  const metadata = new MetadataClient(metadataBrokers, settings.KAFKA_BROKERS.map(parseAddress))
  const topics = new TopicCache(metadata, timing.now)
  const transport = new BrokerTransport(produceBrokers, { clientId, ackTimeoutMs })
  const producer = new BatchingProducer({ ...DEFAULTS, ...options }, { topics, transport, timing })
  return {
    producer,
    cluster: new KafkaCluster(metadataBrokers, metadata, topics),
    close: async () => {
      await producer.close()
      await Promise.all([produceBrokers.close(), metadataBrokers.close()])
    },
  }
}
