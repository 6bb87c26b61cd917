/** Encoded records for one partition. */
export interface PartitionRecords {
  readonly topic: string
  readonly partition: number
  readonly batch: Buffer
}

/** Produce's number in the protocol guide. */
export const PRODUCE_API_KEY = 0
/** The version that allows every codec, and the oldest that brokers of this decade all speak. */
export const PRODUCE_API_VERSION = 7
const ALL_IN_SYNC_REPLICAS = -1

/**
 * A whole produce request as the buffers to write one after another; the batches are not copied.
 * @param ackTimeoutMs how long the broker may wait for its replicas
 */
export function encodeProduceRequest(
  correlationId: number,
  clientId: string,
  ackTimeoutMs: number,
  parts: readonly PartitionRecords[],
): Buffer[] {
  const chunks = [requestHead(correlationId, clientId, ackTimeoutMs)]
  const topics = Map.groupBy(parts, ({ topic }) => topic)
  chunks.push(int32(topics.size))
  for (const [topic, partitions] of topics) {
    chunks.push(string(topic), int32(partitions.length))
    for (const { partition, batch } of partitions)
      chunks.push(int32(partition), int32(batch.length), batch)
  }
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  return [int32(size), ...chunks]
}

function requestHead(correlationId: number, clientId: string, ackTimeoutMs: number): Buffer {
  const noTransaction = int16(-1)
  return Buffer.concat([
    int16(PRODUCE_API_KEY),
    int16(PRODUCE_API_VERSION),
    int32(correlationId),
    string(clientId),
    noTransaction,
    int16(ALL_IN_SYNC_REPLICAS),
    int32(ackTimeoutMs),
  ])
}

function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32BE(value)
  return bytes
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([int16(bytes.length), bytes])
}
