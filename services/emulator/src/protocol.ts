import type { Kind } from '@pinpipe/schema'
import type { Failure, Outcome, OutgoingRecord } from './target.ts'

/** A request of a protocol, below the base address and the stage. */
export interface ProtocolRequest {
  readonly method: 'POST' | 'PUT'
  /** Parts of the path. */
  readonly path: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What came back over HTTP; `retryAfter` is the header's text. */
export interface HttpAnswer {
  readonly status: number
  readonly retryAfter?: string | undefined
  readonly body: string
}

/** How records become a request, and an answer becomes their outcomes. */
export interface Protocol {
  /** The highest rate, in posts a second, at which each record has a request of its own. */
  readonly singlesUpTo: number
  /** Name of the topic, or stream, that takes records of this kind. */
  topic(kind: Kind): string
  request(topic: string, records: readonly OutgoingRecord[]): ProtocolRequest
  /**
   * One outcome for each of the `count` records of the request.
   * @param now milliseconds of the wall clock, for a Retry-After that is a date
   */
  outcomes(answer: HttpAnswer, count: number, now: number): readonly Outcome[]
}

/** An answer of status 200 that does not say what became of each record. */
export const invalidAnswer = ({ body }: HttpAnswer, what: string): Failure => ({
  code: 'invalid response',
  message: `The answer has not ${what}: ${body.slice(0, 200)}`,
  retriable: false,
  unknown: true,
})

/** The wait that an answer asks for, to be spread into a failure. Retry-After (RFC 9110): seconds, or a date. */
export function askedWait({ retryAfter: text }: HttpAnswer, now: number): { afterMs?: number } {
  if (text === undefined) return {}
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? {} : { afterMs: Math.max(0, ms) }
}

/** What a failed request's message says where its body is no error that is known. */
export const httpText = ({ status, body }: HttpAnswer): string =>
  `HTTP ${status} ${body.slice(0, 200)}`.trimEnd()

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
