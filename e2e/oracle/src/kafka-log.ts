import { randomUUID } from 'node:crypto'
import { Admin, Consumer, type RecordsBatch } from '@platformatic/kafka'
import { sha256 } from './lines.ts'

/** A record of the log. */
export interface LogRecord {
  readonly offset: number
  /**
   * Hex SHA-256 of the value as JsonFormat lands it: raw CR and LF, white space in JSON, as blanks.
   * Undefined for a record without a value.
   */
  readonly sha256: string | undefined
  /** The offset in the record's source topic that a dead letter is about, as `{topic}+{partition}+{offset}`. */
  readonly deadLetterOf?: string
}

/** What Kafka holds of one partition, from its first offset to its end when the reading began. */
export interface PartitionLog {
  readonly topic: string
  readonly partition: number
  readonly records: readonly LogRecord[]
}

/** Reads a topic whole; a topic that does not exist has no partitions. */
export interface LogReader {
  read(topic: string): Promise<PartitionLog[]>
}

type Client = Consumer<Buffer, Buffer, Buffer, Buffer>

/** Reads a broker's log by fetch requests alone: no consumer group is joined, nothing is committed. */
export function kafkaLog(brokers: readonly string[]): LogReader & { close(): Promise<void> } {
  const options = { clientId: 'pinpipe-oracle', bootstrapBrokers: [...brokers] }
  const admin = new Admin(options)
  const client: Client = new Consumer({ ...options, groupId: `pinpipe-oracle-${randomUUID()}` })
  return {
    async read(topic) {
      const topics = await admin.listTopics({ includeInternals: true })
      return topics.includes(topic) ? readTopic(client, topic) : []
    },
    async close() {
      await Promise.all([admin.close(), client.close()])
    },
  }
}

const BEGINNING = -2n
const END = -1n
const READ_COMMITTED = 1

async function readTopic(client: Client, topic: string): Promise<PartitionLog[]> {
  const cluster = await client.metadata({ topics: [topic], forceUpdate: true })
  const known = cluster.topics.get(topic)
  if (!known) return []
  const [from, to] = await Promise.all(
    [BEGINNING, END].map((timestamp) =>
      client.listOffsets({ topics: [topic], timestamp, isolationLevel: READ_COMMITTED }),
    ),
  )
  return Promise.all(
    known.partitions.map(async ({ leader }, partition) => {
      const range = { from: offsetOf(from, topic, partition), to: offsetOf(to, topic, partition) }
      const at = { node: leader, topicId: known.id, partition }
      return { topic, partition, records: await readPartition(client, at, range) }
    }),
  )
}

function offsetOf(offsets: Map<string, bigint[]> | undefined, topic: string, partition: number) {
  return offsets?.get(topic)?.[partition] ?? 0n
}

async function readPartition(
  client: Client,
  { node, topicId, partition }: { node: number; topicId: string; partition: number },
  { from, to }: { from: bigint; to: bigint },
): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  for (let next = from; next < to; ) {
    const batches = await fetchBatches(client, node, topicId, partition, next)
    const first = next
    const wanted = (offset: bigint) => offset >= first && offset < to
    for (const batch of batches) {
      records.push(...recordsOf(batch).filter(({ offset }) => wanted(BigInt(offset))))
      const end = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n
      if (end > next) next = end
    }
  }
  return records
}

async function fetchBatches(
  client: Client,
  node: number,
  topicId: string,
  partition: number,
  fetchOffset: bigint,
): Promise<RecordsBatch[]> {
  const bounds = { currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: 4 << 20 }
  const answer = await client.fetch({
    node,
    topics: [{ topicId, partitions: [{ partition, fetchOffset, ...bounds }] }],
    ...{ minBytes: 1, maxBytes: 16 << 20, maxWaitTime: 500, isolationLevel: READ_COMMITTED },
  })
  return answer.responses.flatMap((topic) =>
    topic.partitions.flatMap(({ records }) => records ?? []),
  )
}

/** A batch with this bit marks the end of a transaction and holds no record of a user. */
const CONTROL = 0x20

function recordsOf(batch: RecordsBatch): LogRecord[] {
  if (batch.attributes & CONTROL) return []
  return batch.records.map(({ offsetDelta, value, headers }) => {
    const deadLetterOf = originOf(headers)
    return {
      offset: Number(batch.firstOffset) + offsetDelta,
      sha256: value ? sha256(asLanded(value)) : undefined,
      ...(deadLetterOf === undefined ? {} : { deadLetterOf }),
    }
  })
}

/** JsonFormat writes one record a line, so raw line ends inside a value become blanks. */
function asLanded(value: Uint8Array): Uint8Array {
  return value.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte))
}

function originOf(headers: readonly [Buffer | null, Buffer | null][]): string | undefined {
  const texts = new Map(headers.map(([name, value]) => [String(name), String(value)]))
  const [topic, partition, offset] = ['topic', 'partition', 'offset'].map((name) =>
    texts.get(`__connect.errors.${name}`),
  )
  return topic === undefined ? undefined : `${topic}+${partition}+${offset}`
}
