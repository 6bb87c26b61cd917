import { createClient } from './client.ts'
import { type KinesisError, kinesisError, neverConnected, type SdkError } from './errors.ts'

/** Where Kinesis is and who asks. */
export interface KinesisCallSettings {
  readonly region: string
  /** Another endpoint than AWS's own. */
  readonly endpoint?: string | undefined
  /** Without them the SDK's chain is asked. */
  readonly credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
  /** Milliseconds from the start of a call to the last byte of its answer. */
  readonly timeoutMs: number
}

/** Kinesis' answer to one call, whatever its status. */
export interface KinesisAnswer {
  readonly status: number
  /** The very bytes that came. */
  readonly body: Buffer
  readonly contentType: string | undefined
}

/** Calls Kinesis by its JSON protocol with bodies that pass through untouched. */
export interface KinesisCaller {
  /**
   * Sends `body` as the JSON text of `action`, at most once: nothing is retried.
   * An answer with an error of Kinesis is an answer.
   * @throws {KinesisError} when there is no whole answer: UNAVAILABLE and ACCESS_DENIED (the SDK's chain
   * found no usable credentials) before anything was sent, TIMEOUT and OUTCOME_UNKNOWN after that.
   */
  call(action: string, body: string, signal?: AbortSignal): Promise<KinesisAnswer>
  close(): void
}

/** The SDK's own default. */
const MAX_SOCKETS = 50
/** The service's name in X-Amz-Target, with the version of its API. */
const TARGET = 'Kinesis_20131202'

/** Calls signed and sent by the SDK's own parts, over HTTP/1.1 connections that are kept. */
export function createKinesisCaller(settings: KinesisCallSettings): KinesisCaller {
  const { config, ...client } = openClient(settings)
  const sign = async (action: string, body: string) => {
    const signer = await config.signer()
    return signer.sign({
      ...client.endpoint,
      method: 'POST',
      headers: {
        host: client.endpoint.host,
        'content-type': 'application/x-amz-json-1.1',
        'content-length': String(Buffer.byteLength(body)),
        'x-amz-target': `${TARGET}.${action}`,
      },
      body,
    })
  }
  return {
    call: async (action, body, signal) => {
      const request = await sign(action, body).catch((cause: unknown) => {
        throw credentialsError(cause)
      })
      const deadline = AbortSignal.timeout(settings.timeoutMs)
      const abortSignal = signal ? AbortSignal.any([signal, deadline]) : deadline
      try {
        const { response } = await config.requestHandler.handle(request, { abortSignal })
        return {
          status: response.statusCode,
          body: await readAll(response.body),
          contentType: response.headers['content-type'],
        }
      } catch (cause) {
        throw callError(cause, deadline.aborted)
      }
    },
    close: client.close,
  }
}

function openClient({ region, endpoint, credentials }: KinesisCallSettings) {
  const client = createClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    // The deadline of a call covers its body too, which the handler's time-out does not.
    requestTimeoutMs: 0,
    maxSockets: MAX_SOCKETS,
  })
  const { url } = client.config.endpointProvider({
    Region: region,
    ...(endpoint !== undefined && { Endpoint: endpoint }),
  })
  const { protocol, hostname, host, port, pathname: path } = url
  return {
    config: client.config,
    endpoint: { protocol, hostname, host, path, query: {}, ...(port && { port: Number(port) }) },
    close: () => client.destroy(),
  }
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function credentialsError(cause: unknown): KinesisError {
  const text = `No credentials for Kinesis: ${textOf(cause)}`
  return kinesisError('KINESIS_ACCESS_DENIED', text, { cause })
}

function callError(cause: unknown, late: boolean): KinesisError {
  const text = textOf(cause)
  if (neverConnected(cause as SdkError))
    return kinesisError('KINESIS_UNAVAILABLE', `Kinesis does not answer: ${text}`, { cause })
  if (late) return kinesisError('KINESIS_TIMEOUT', 'Kinesis did not answer in time.', { cause })
  const what = `The request was sent and no answer came: ${text}. It was not sent again.`
  return kinesisError('KINESIS_OUTCOME_UNKNOWN', what, { cause })
}

const textOf = (error: unknown): string => {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}
