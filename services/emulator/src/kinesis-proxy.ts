import { isThrottle } from '@pinpipe/delivery'
import { streamName } from '@pinpipe/schema'
import { z } from 'zod'
import {
  askedWait,
  type HttpAnswer,
  httpText,
  invalidAnswer,
  type Protocol,
  type ProtocolRequest,
  parseJson,
} from './protocol.ts'
import type { Failure, Outcome, OutgoingRecord } from './target.ts'

/** Names the partition key of a row. */
export type PartitionKey = (row: number) => string

/** Posts a second: above the default rate, so that a run goes as the original's emulator puts records. */
const SINGLES_UP_TO = 500

const HEADERS = { 'content-type': 'application/json' }

/**
 * The Kinesis proxy: one record as the original's emulator puts it (its `Data` is the row), several
 * as a batch whose `data` is the row's JSON text. Either way the stream stores the row's own bytes.
 */
export const kinesisProxy = (pipelineId: string, partitionKey: PartitionKey): Protocol => ({
  singlesUpTo: SINGLES_UP_TO,
  topic: (kind) => streamName(pipelineId, kind),
  request: (stream, records) => {
    const [only] = records
    return only && records.length === 1
      ? putRecord(stream, only, partitionKey)
      : putRecords(stream, records, partitionKey)
  },
  outcomes: (answer, count, now) =>
    count === 1 ? [readRecordAnswer(answer, now)] : readRecordsAnswer(answer, count, now),
})

function putRecord(
  stream: string,
  { value, row }: OutgoingRecord,
  partitionKey: PartitionKey,
): ProtocolRequest {
  const [name, key] = [stream, partitionKey(row)].map((text) => JSON.stringify(text))
  const body = Buffer.concat([
    Buffer.from(`{"StreamName":${name},"Data":`),
    value,
    Buffer.from(`,"PartitionKey":${key}}`),
  ])
  return { method: 'PUT', path: ['streams', stream, 'record'], headers: HEADERS, body }
}

function putRecords(
  stream: string,
  outgoing: readonly OutgoingRecord[],
  partitionKey: PartitionKey,
): ProtocolRequest {
  const records = outgoing.map(({ value, row }) => ({
    data: value.toString(),
    'partition-key': partitionKey(row),
  }))
  const body = Buffer.from(JSON.stringify({ records }))
  return { method: 'PUT', path: ['streams', stream, 'records'], headers: HEADERS, body }
}

const stored = z.object({ SequenceNumber: z.string().min(1), ShardId: z.string().min(1) })
/** The proxy's strict mode gives each entry a status. */
const failed = z.object({
  ErrorCode: z.string(),
  ErrorMessage: z.string().nullish(),
  status: z.number().optional(),
})
const batch = z.object({ Records: z.array(z.union([stored, failed])) })
/** An error of Kinesis, which has status 200 in the proxy's tutorial mode, or of the gateway itself. */
const refused = z.object({ __type: z.string().optional(), message: z.string().nullish() })

function readRecordAnswer(answer: HttpAnswer, now: number): Outcome {
  const read = stored.safeParse(parseJson(answer.body))
  if (read.success) return placeOf(read.data)
  return { failure: wholeFailure(answer, 'a SequenceNumber', now) }
}

function readRecordsAnswer(answer: HttpAnswer, count: number, now: number): readonly Outcome[] {
  const read = batch.safeParse(parseJson(answer.body))
  if (read.success && read.data.Records.length === count) {
    return read.data.Records.map((entry) =>
      'ErrorCode' in entry
        ? { failure: kinesisFailure(entry.ErrorCode, entry.ErrorMessage, entry.status) }
        : placeOf(entry),
    )
  }
  const failure = wholeFailure(answer, 'one entry per record', now)
  return Array.from({ length: count }, () => ({ failure }))
}

const placeOf = ({ ShardId, SequenceNumber }: z.infer<typeof stored>): Outcome => ({
  place: { shard: ShardId, sequence_number: SequenceNumber },
})

function wholeFailure(answer: HttpAnswer, missing: string, now: number): Failure {
  const { status } = answer
  const { __type: type, message } = refused.safeParse(parseJson(answer.body)).data ?? {}
  if (type !== undefined)
    return { ...kinesisFailure(type, message, status), ...askedWait(answer, now) }
  if (status === 200) return invalidAnswer(answer, missing)
  return {
    code: status,
    message: message ?? httpText(answer),
    retriable: status === 429 || status >= 500,
    unknown: status >= 500,
    ...askedWait(answer, now),
  }
}

/** Errors after which a record may be stored; tutorial mode shows no status that would tell. */
const SERVER_ERRORS = new Set([
  'InternalFailure',
  'InternalFailureException',
  'InternalError',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
])

/**
 * What an error says by its name and by the status that came with it: either may tell that it passes.
 * @param type the error's name, which a service may put behind a name space and a `#`
 */
function kinesisFailure(type: string, message: string | null | undefined, status = 200): Failure {
  const code = type.slice(type.lastIndexOf('#') + 1)
  const throttled = isThrottle(code)
  const unknown = !throttled && (SERVER_ERRORS.has(code) || status >= 500)
  return {
    code,
    message: message ?? 'no error text',
    retriable: throttled || unknown || status === 429,
    unknown,
  }
}
