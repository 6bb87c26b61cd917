import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis'
import { kinesisError, translateKinesisError } from './errors.ts'

const LOOK_EVERY_MS = 100
const ACTIVE_WITHIN_MS = 120_000

/**
 * Makes streams where they are missing, and waits until all are active; those that exist are left as they are.
 * @param shards of each stream that it makes
 * @returns the names of those it made
 * @throws {KinesisError}
 */
export async function createStreams(
  client: KinesisClient,
  streams: readonly string[],
  shards: number,
): Promise<string[]> {
  const made: string[] = []
  // One after the other: LocalStack starts its Kinesis at the first request, and twice at two of them.
  for (const stream of streams) {
    if ((await statusOf(client, stream)) !== undefined) continue
    await client
      .send(new CreateStreamCommand({ StreamName: stream, ShardCount: shards }))
      .catch(rethrow)
    made.push(stream)
  }
  for (const stream of streams) await untilActive(client, stream)
  return made
}

/** Undefined where there is no such stream. */
async function statusOf(client: KinesisClient, stream: string): Promise<string | undefined> {
  try {
    const query = new DescribeStreamSummaryCommand({ StreamName: stream })
    const { StreamDescriptionSummary } = await client.send(query)
    return StreamDescriptionSummary?.StreamStatus
  } catch (error) {
    const translated = translateKinesisError(error)
    if (translated.code === 'KINESIS_STREAM_NOT_FOUND') return undefined
    throw translated
  }
}

async function untilActive(client: KinesisClient, stream: string): Promise<void> {
  const end = performance.now() + ACTIVE_WITHIN_MS
  while ((await statusOf(client, stream)) !== 'ACTIVE') {
    if (performance.now() > end) {
      const message = `${stream} has not become active in ${ACTIVE_WITHIN_MS / 1000} s`
      throw kinesisError('KINESIS_STREAM_NOT_FOUND', message)
    }
    await sleep(LOOK_EVERY_MS)
  }
}

function rethrow(error: unknown): never {
  throw translateKinesisError(error)
}
