import { topicName } from '@pinpipe/schema'
import { z } from 'zod'
import {
  askedWait,
  type HttpAnswer,
  httpText,
  invalidAnswer,
  type Protocol,
  parseJson,
} from './protocol.ts'
import type { Failure, Outcome } from './target.ts'
import { produceBody } from './wire.ts'

/** "Kafka error (retriable)" of Kafka REST; also the answer to a produce request of unknown outcome. */
const RETRIABLE_KAFKA_ERROR = 50003

const index = z.int().nonnegative()
const entry = z.union([
  z.object({ error_code: z.null().optional(), partition: index, offset: index }),
  z.object({ error_code: z.int(), error: z.string().nullish() }),
])
const produced = z.object({ offsets: z.array(entry) })
const refused = z.object({ error_code: z.int(), message: z.string() })

/** Posts a second: more requests than this cost a REST proxy more than what is in them. */
const SINGLES_UP_TO = 100

const HEADERS = {
  'content-type': 'application/vnd.kafka.json.v2+json',
  accept: 'application/vnd.kafka.v2+json',
}

/** Kafka REST v2: produces JSON values to the topics of a pipeline. */
export const kafkaRest = (pipelineId: string): Protocol => ({
  singlesUpTo: SINGLES_UP_TO,
  topic: (kind) => topicName(pipelineId, kind),
  request: (topic, records) => ({
    method: 'POST',
    path: ['topics', topic],
    headers: HEADERS,
    body: produceBody(records.map(({ value }) => value)),
  }),
  outcomes: readProduceAnswer,
})

/**
 * Reads the answer to a produce request (Kafka REST v2): one outcome for each of the `count` records.
 * Entries are read whatever the status is, since one unauthorised record makes the status a 403.
 * Of unknown outcome are entries with 50003 and every 5xx, but a 503 with an error body: that one is
 * the gateway's own refusal before it produces, as a 429 is.
 */
function readProduceAnswer(answer: HttpAnswer, count: number, now: number): readonly Outcome[] {
  const body = parseJson(answer.body)
  const read = produced.safeParse(body)
  if (read.success && read.data.offsets.length === count) return read.data.offsets.map(toOutcome)
  const failure =
    answer.status === 200
      ? invalidAnswer(answer, 'one offset per record')
      : wholeFailure(answer, body, now)
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

function wholeFailure(answer: HttpAnswer, body: unknown, now: number): Failure {
  const { status } = answer
  const error = refused.safeParse(body)
  const code = error.success ? error.data.error_code : status
  return {
    code,
    message: error.success ? error.data.message : httpText(answer),
    retriable: status === 429 || status === 503 || code === RETRIABLE_KAFKA_ERROR,
    unknown: status >= 500 && !(status === 503 && error.success && code !== RETRIABLE_KAFKA_ERROR),
    ...askedWait(answer, now),
  }
}
