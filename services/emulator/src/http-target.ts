import { type Kind, kinds } from '@pinpipe/schema'
import { Agent, request } from 'undici'
import type { HttpAnswer, Protocol, ProtocolRequest } from './protocol.ts'
import type { Failure, Outcome, OutgoingRecord, Target } from './target.ts'

/** The address of a gateway. */
export interface HttpAddress {
  /** Base, such as `http://127.0.0.1:8082`. */
  readonly url: string
  /** Stage of an API Gateway, the first part of the path; empty for none. */
  readonly stage: string
  /** Milliseconds within which an answer must be complete. */
  readonly timeoutMs: number
}

/** What is told after each request; `status` is the HTTP status or what happened to the connection. */
export type OnRequest = (topic: string, status: number | string, seconds: number) => void

const CONNECT_TIMEOUT_MS = 10_000

/** Sends to a gateway over kept-alive connections, one request at a time on each. */
export class HttpTarget implements Target {
  readonly #address: HttpAddress
  readonly #protocol: Protocol
  readonly #onRequest: OnRequest
  /** One connection for each topic, since a topic has one request in flight. */
  readonly #agent = new Agent({
    connections: kinds.length,
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })

  constructor(address: HttpAddress, protocol: Protocol, onRequest: OnRequest) {
    this.#address = address
    this.#protocol = protocol
    this.#onRequest = onRequest
  }

  get singlesUpTo(): number {
    return this.#protocol.singlesUpTo
  }

  topic(kind: Kind): string {
    return this.#protocol.topic(kind)
  }

  async send(kind: Kind, records: readonly OutgoingRecord[]): Promise<readonly Outcome[]> {
    const topic = this.topic(kind)
    const start = performance.now()
    const done = (status: number | string) =>
      this.#onRequest(topic, status, (performance.now() - start) / 1000)
    try {
      const answer = await this.#exchange(this.#protocol.request(topic, records))
      done(answer.status)
      return this.#protocol.outcomes(answer, records.length, Date.now())
    } catch (error) {
      const failure = connectionFailure(error)
      done(failure.code)
      return records.map(() => ({ failure }))
    }
  }

  close(): Promise<void> {
    return this.#agent.close()
  }

  async #exchange({ method, path, headers, body }: ProtocolRequest): Promise<HttpAnswer> {
    const { url, stage, timeoutMs } = this.#address
    const parts = [url.replace(/\/+$/, ''), stage, ...path].filter((part) => part !== '')
    const response = await request(parts.join('/'), {
      ...{ method, headers, body },
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
