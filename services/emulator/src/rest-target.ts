import { type Kind, kinds, topicName } from '@pinpipe/schema'
import { Agent, request } from 'undici'
import { type RestResponse, readProduceResponse } from './rest-response.ts'
import type { Failure, Outcome, Target } from './target.ts'
import { produceBody } from './wire.ts'

/** The address of a Kafka REST endpoint. */
export interface RestAddress {
  /** Base, such as `http://127.0.0.1:8082`. */
  readonly url: string
  /** Stage of an API Gateway, the first part of the path; empty for none. */
  readonly stage: string
  readonly pipelineId: string
  /** Milliseconds within which an answer must be complete. */
  readonly timeoutMs: number
}

/** What is told after each request; `status` is the HTTP status or what happened to the connection. */
export type OnRequest = (topic: string, status: number | string, seconds: number) => void

const CONTENT_TYPE = 'application/vnd.kafka.json.v2+json'
const CONNECT_TIMEOUT_MS = 10_000

/** Posts to a Kafka REST v2 endpoint over kept-alive connections, one request at a time on each. */
export class RestTarget implements Target {
  readonly #address: RestAddress
  readonly #onRequest: OnRequest
  /** One connection for each topic, since a topic has one request in flight. */
  readonly #agent = new Agent({
    connections: kinds.length,
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })

  constructor(address: RestAddress, onRequest: OnRequest) {
    this.#address = address
    this.#onRequest = onRequest
  }

  topic(kind: Kind): string {
    return topicName(this.#address.pipelineId, kind)
  }

  async send(kind: Kind, values: readonly Buffer[]): Promise<readonly Outcome[]> {
    const topic = this.topic(kind)
    const start = performance.now()
    const done = (status: number | string) =>
      this.#onRequest(topic, status, (performance.now() - start) / 1000)
    try {
      const response = await this.#post(topic, produceBody(values))
      done(response.status)
      return readProduceResponse(response, values.length, Date.now())
    } catch (error) {
      const failure = connectionFailure(error)
      done(failure.code)
      return values.map(() => ({ failure }))
    }
  }

  close(): Promise<void> {
    return this.#agent.close()
  }

  async #post(topic: string, body: Buffer): Promise<RestResponse> {
    const { url, stage, timeoutMs } = this.#address
    const path = [url.replace(/\/+$/, ''), stage, 'topics', topic].filter((part) => part !== '')
    const response = await request(path.join('/'), {
      method: 'POST',
      headers: { 'content-type': CONTENT_TYPE, accept: 'application/vnd.kafka.v2+json' },
      body,
      dispatcher: this.#agent,
      signal: AbortSignal.timeout(timeoutMs),
    })
    const retryAfter = response.headers['retry-after']
    return {
      status: response.statusCode,
      body: await response.body.text(),
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
    }
  }
}

/** Errors that come before a request is written: nothing can have been stored. */
const NOT_SENT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED'])

function connectionFailure(error: unknown): Failure {
  const { name, code, syscall, message } = error as NodeJS.ErrnoException
  const notSent = NOT_SENT.has(code ?? '') || syscall === 'connect'
  return {
    code: name === 'TimeoutError' ? 'timeout' : 'connection',
    message: message || code || name,
    retriable: true,
    unknown: !notSent,
  }
}
