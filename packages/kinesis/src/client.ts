import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'

/** Where Kinesis is, who asks, and how. */
export interface ClientOptions {
  readonly region: string
  /** Another endpoint than AWS's own. */
  readonly endpoint?: string | undefined
  /** Without them the SDK's own chain is asked: environment, profile, role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Milliseconds in which a connection must be there. Default 3,000. */
  readonly connectionTimeoutMs?: number
  /** Milliseconds from sending to the answer. Default 6,000, as the KPL's. */
  readonly requestTimeoutMs?: number
  /** Connections at a time. Default 24, as the KPL's. */
  readonly maxSockets?: number
}

/**
 * The SDK's client over HTTP/1.1 with keep-alive. Its default handler would open an HTTP/2 session for
 * each request, which emulators on plain HTTP do not speak. One attempt a call: retries are the
 * caller's, who knows the order to keep. Nothing connects yet.
 */
export function createClient(options: ClientOptions): KinesisClient {
  const client = new KinesisClient(clientConfig(options))
  // It copies every record for a log that nobody writes: a tenth of the CPU of a request of 500.
  client.middlewareStack.remove('loggerMiddleware')
  return client
}

function clientConfig(options: ClientOptions): KinesisClientConfig {
  const { region, endpoint, credentials, maxSockets = 24 } = options
  const agent = { keepAlive: true, maxSockets }
  return {
    region,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: options.connectionTimeoutMs ?? 3_000,
      requestTimeout: options.requestTimeoutMs ?? 6_000,
      throwOnRequestTimeout: true,
      // The request's own time-out covers an idle socket, and has a code to be told by.
      socketTimeout: 0,
      httpAgent: agent,
      httpsAgent: agent,
    }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
  }
}
