import { z } from 'zod'
import type { Failure, Outcome } from './target.ts'

/** What came back over HTTP; `retryAfter` is the header's text. */
export interface RestResponse {
  readonly status: number
  readonly retryAfter?: string | undefined
  readonly body: string
}

/** "Kafka error (retriable)" of Kafka REST; also the answer to a produce request of unknown outcome. */
const RETRIABLE_KAFKA_ERROR = 50003

const index = z.int().nonnegative()
const entry = z.union([
  z.object({ error_code: z.null().optional(), partition: index, offset: index }),
  z.object({ error_code: z.int(), error: z.string().nullish() }),
])
const produced = z.object({ offsets: z.array(entry) })
const refused = z.object({ error_code: z.int(), message: z.string() })

/**
 * Reads the answer to a produce request (Kafka REST v2): one outcome for each of the `count` records.
 * Entries are read whatever the status is, since one unauthorised record makes the status a 403.
 * Of unknown outcome are entries with 50003 and every 5xx, but a 503 with an error body: that one is
 * the gateway's own refusal before it produces, as a 429 is.
 * @param now milliseconds of the wall clock, for a Retry-After that is a date
 */
export function readProduceResponse(
  response: RestResponse,
  count: number,
  now: number,
): readonly Outcome[] {
  const body = parseJson(response.body)
  const answer = produced.safeParse(body)
  if (answer.success && answer.data.offsets.length === count) {
    return answer.data.offsets.map(toOutcome)
  }
  const failure = response.status === 200 ? invalid(response) : wholeFailure(response, body, now)
  return Array.from({ length: count }, () => ({ failure }))
}

function toOutcome(result: z.infer<typeof entry>): Outcome {
  if ('partition' in result) {
    return { place: { partition: result.partition, offset: result.offset } }
  }
  const retriable = result.error_code === RETRIABLE_KAFKA_ERROR
  const message = result.error ?? 'no error text'
  return { failure: { code: result.error_code, message, retriable, unknown: retriable } }
}

function wholeFailure(
  { status, retryAfter, body: text }: RestResponse,
  body: unknown,
  now: number,
): Failure {
  const error = refused.safeParse(body)
  const code = error.success ? error.data.error_code : status
  const afterMs = retryAfterMs(retryAfter, now)
  return {
    code,
    message: error.success ? error.data.message : `HTTP ${status} ${text.slice(0, 200)}`.trimEnd(),
    retriable: status === 429 || status === 503 || code === RETRIABLE_KAFKA_ERROR,
    unknown: status >= 500 && !(status === 503 && error.success && code !== RETRIABLE_KAFKA_ERROR),
    ...(afterMs === undefined ? {} : { afterMs }),
  }
}

const invalid = ({ body }: RestResponse): Failure => ({
  code: 'invalid response',
  message: `The answer has not one offset per record: ${body.slice(0, 200)}`,
  retriable: false,
  unknown: true,
})

/** Retry-After (RFC 9110): seconds, or a date. */
function retryAfterMs(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
