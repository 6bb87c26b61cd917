import { ByteBudget } from '@pinpipe/delivery'
import {
  type ClusterReader,
  KafkaError,
  type Outcome,
  type ProduceRecord,
  type RecordProducer,
  type TopicInfo,
} from '@pinpipe/kafka'
import { type AppParts, buildApp } from '../../src/app.ts'
import type { AnsweredRequest, GatewayEvents } from '../../src/events.ts'

/** Kafka in memory, behind the gateway's two ports. */
export class FakeCluster implements ClusterReader, RecordProducer {
  readonly topics = new Map<string, number>([['t', 3]])
  readonly produced: { topic: string; records: readonly ProduceRecord[] }[] = []
  /** Thrown by every call while set. */
  down: KafkaError | undefined
  /** Outcome errors by the record's place in the request. */
  readonly failures = new Map<number, KafkaError>()
  /** While set, producing waits for it. */
  gate: Promise<void> | undefined

  async produce(topic: string, records: readonly ProduceRecord[]): Promise<Outcome[]> {
    this.#check()
    this.produced.push({ topic, records })
    await this.gate
    return records.map(({ partition = 0 }, index) => {
      const error = this.failures.get(index)
      return error ? { error } : { partition, offset: 100 + index }
    })
  }

  async brokerIds(): Promise<number[]> {
    this.#check()
    return [1, 2]
  }

  async topicNames(): Promise<string[]> {
    this.#check()
    return [...this.topics.keys()]
  }

  async topicConfigs(): Promise<Record<string, string>> {
    return { 'cleanup.policy': 'delete' }
  }

  async topic(name: string): Promise<TopicInfo> {
    this.#check()
    const count = this.topics.get(name)
    if (count === undefined)
      throw new KafkaError('KAFKA_UNKNOWN_TOPIC', `There is no topic ${name}.`)
    const partitions = Array.from({ length: count }, (_, partition) => ({
      partition,
      leader: 1,
      leaderAddress: { host: 'b', port: 1 },
      replicas: [1, 2],
      inSync: [1],
    }))
    return { name, partitions }
  }

  async offsets(topic: string, partition: number) {
    const { partitions } = await this.topic(topic)
    if (!partitions[partition]) throw new KafkaError('KAFKA_UNKNOWN_PARTITION', 'no such partition')
    return { beginning: 3, end: 17 }
  }

  #check(): void {
    if (this.down) throw this.down
  }
}

/** Remembers what happened. */
export class FakeEvents implements GatewayEvents {
  readonly answered: AnsweredRequest[] = []
  readonly produced: [string, number][] = []
  readonly failed: unknown[] = []
  readonly kafka: string[] = []

  requestAnswered(request: AnsweredRequest): void {
    this.answered.push(request)
  }
  recordsProduced(topic: string, outcomes: readonly Outcome[]): void {
    this.produced.push([topic, outcomes.length])
  }
  requestFailed(_route: string, error: unknown): void {
    this.failed.push(error)
  }
  kafkaReachable(): void {
    this.kafka.push('up')
  }
  kafkaUnreachable(): void {
    this.kafka.push('down')
  }
}

/** The gateway's HTTP side over a fake cluster. */
export function fakeGateway(options: Partial<AppParts> = {}) {
  const cluster = new FakeCluster()
  const events = new FakeEvents()
  const app = buildApp({
    cluster,
    producer: cluster,
    events,
    budget: new ByteBudget(1_000_000),
    stages: ['dev'],
    bodyLimitBytes: 10_000,
    requestTimeoutMs: 30_000,
    ...options,
  })
  const post = (url: string, body: string | Buffer, format = 'json', headers = {}) =>
    app.inject({
      method: 'POST',
      url,
      payload: body,
      headers: { 'content-type': `application/vnd.kafka.${format}.v2+json`, ...headers },
    })
  const get = (url: string, headers = {}) => app.inject({ url, headers })
  return { app, cluster, events, post, get }
}

/** Lets the event loop turn until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 5_000
  do {
    if (condition()) return
    await new Promise((resolve) => setImmediate(resolve))
  } while (performance.now() < end)
  throw new Error('The condition did not come true')
}
