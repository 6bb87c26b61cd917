import { createKinesisCaller } from '@pinpipe/kinesis'
import { type LocalStack, waitFor } from '@pinpipe/stack'

/** The gateway's settings for the Kinesis of LocalStack. */
export const kinesisEnv = (localStack: LocalStack): NodeJS.ProcessEnv => ({
  GATEWAY_KINESIS: 'on',
  AWS_ENDPOINT_URL: localStack.endpoint,
  AWS_REGION: localStack.region,
  AWS_ACCESS_KEY_ID: localStack.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localStack.secretAccessKey,
})

/** Reads streams without the gateway; resolves when Kinesis runs, since two first calls at once start it twice. */
export async function openStreams({ endpoint, region, ...credentials }: LocalStack) {
  const { accessKeyId, secretAccessKey } = credentials
  const caller = createKinesisCaller({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    timeoutMs: 60_000,
  })
  const call = async (action: string, body: object) => {
    const answer = await caller.call(action, JSON.stringify(body))
    return JSON.parse(answer.body.toString() || '{}')
  }
  await call('ListStreams', {})
  return {
    close: caller.close,
    /** Waits until the stream is active; its shards' number. */
    shards: (StreamName: string) =>
      waitFor(
        async () => {
          const { StreamDescription: stream } = await call('DescribeStream', { StreamName })
          return stream.StreamStatus === 'ACTIVE' && Number(stream.Shards.length)
        },
        { what: `the stream ${StreamName}` },
      ),
    /** The text of each record of the stream's first shard, in order. */
    records: async (StreamName: string): Promise<string[]> => {
      const { ShardIterator } = await call('GetShardIterator', {
        StreamName,
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      })
      const { Records } = await call('GetRecords', { ShardIterator })
      return Records.map(({ Data }: { Data: string }) => Buffer.from(Data, 'base64').toString())
    },
  }
}

/** One request to an API; `json` is undefined where the body is none. */
export async function send(
  url: string,
  method: string,
  body?: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    text,
    json: text.startsWith('{') ? JSON.parse(text) : undefined,
  }
}
